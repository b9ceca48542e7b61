import { statement, type Tx } from '#lib/database';
import type { Breaker } from '../domain/breaker';

const LOCK = statement(
  'notification.lock-email-server',
  `select failures, probes, held_until as "heldUntil" from email_server for no key update`,
);

/** How the mail server does, while nobody else judges it or claims for it. */
export async function lockMailServer(tx: Tx): Promise<Breaker> {
  const [row] = await tx.query<Breaker>(LOCK);
  return row ?? { failures: 0, probes: 0, heldUntil: null };
}

const SAVE = statement(
  'notification.save-email-server',
  `update email_server set failures = $1, probes = $2, held_until = $3`,
);

export function saveMailServer(tx: Tx, { failures, probes, heldUntil }: Breaker): void {
  tx.send(SAVE, [failures, probes, heldUntil]);
}
