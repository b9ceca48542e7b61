export type Tone = 'default' | 'info' | 'success' | 'warning' | 'error';

const TONES: Readonly<Record<string, Tone>> = {
  delivered: 'success',
  active: 'success',
  resolved: 'success',
  effective: 'success',
  planned: 'default',
  captured: 'success',
  closed: 'default',
  returned: 'default',
  cancelled: 'default',
  expired: 'default',
  awaiting_payment: 'warning',
  backordered: 'warning',
  delivery_failed: 'warning',
  return_to_sender: 'warning',
  available_for_pickup: 'warning',
  acknowledged: 'warning',
  pending: 'warning',
  warning: 'warning',
  refund_pending: 'warning',
  suspended: 'warning',
  rejected: 'error',
  lost: 'error',
  failed: 'error',
  ineffective: 'error',
  firing: 'error',
  open: 'error',
  critical: 'error',
  revoked: 'error',
  disabled: 'error',
  none: 'default',
};

/** How a state is coloured: what moves by itself is blue, what waits for somebody amber, what went wrong red. */
export function toneOf(status: string): Tone {
  return TONES[status] ?? 'info';
}
