/** What orders of a load are drawn from: all of it served by the network and in stock. */
export interface OrderPalette {
  readonly points: readonly { readonly lat: number; readonly lng: number }[];
  readonly skus: readonly string[];
  readonly currency: string;
  /** One order in so many asks for `soldOutSku`, another costs more than any merchant has; none without it. */
  readonly misfitEvery?: number;
  readonly soldOutSku?: string;
}

/** More than a merchant's balance, and still an amount that an order may carry. */
const UNPAYABLE_MINOR = 900_000_000_000;

/** The body of the n-th order as JSON. Written as text: serializing is work that the generator can spare. */
export function orderJson(palette: OrderPalette, reference: string, n: number, idempotencyKey?: string): string {
  const point = palette.points[n % palette.points.length];
  const misfit = palette.misfitEvery === undefined ? -1 : n % palette.misfitEvery;
  const sku = misfit === 0 ? palette.soldOutSku : palette.skus[n % palette.skus.length];
  const amountMinor = misfit === 1 ? UNPAYABLE_MINOR : 100 + (n % 9_900);
  if (point === undefined || sku === undefined) throw new Error('An empty palette');
  const key = idempotencyKey === undefined ? '' : `"idempotency_key":"${idempotencyKey}",`;
  return (
    `{${key}"reference":"${reference}","service_level":"standard","recipient":{"name":"Li Lei","phone":"+8613800138000",` +
    `"address":{"line1":"1 Chaoyang Road","city":"Beijing","postal_code":"100020","country":"CN",` +
    `"lat":${point.lat},"lng":${point.lng}}},"lines":[{"sku":"${sku}","quantity":1}],` +
    `"payment":{"terms":"account","amount_minor":${amountMinor},"currency":"${palette.currency}"}}`
  );
}

/** A whole POST, ready for the wire. All texts here are ASCII, so that characters count bytes. */
export function postText(path: string, headers: Readonly<Record<string, string>>, body: string): string {
  return `POST ${path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${headText(headers)}${body}`;
}

export function getText(path: string, headers: Readonly<Record<string, string>>): string {
  return `GET ${path} HTTP/1.1\r\n${headText(headers)}`;
}

function headText(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `Host: 127.0.0.1\r\n${lines.join('')}\r\n`;
}
