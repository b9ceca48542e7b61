import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

/** The headers by which a receiver knows who wrote a message, and that it is not an old one sent again by a stranger. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Unix seconds. */
  readonly 'webhook-timestamp': string;
  /** `v1,<base64>`; one for each secret, separated by a space. */
  readonly 'webhook-signature': string;
}

/**
 * Signs a message (Standard Webhooks specification, "Signature scheme", symmetric): HMAC-SHA256 over
 * `id.timestamp.body`, once for each secret, so that a receiver that knows one of them can verify it.
 */
export function signedHeaders(
  message: { readonly id: string; readonly body: string },
  secrets: readonly string[],
  now: Date,
): SignedHeaders {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const content = `${message.id}.${timestamp}.${message.body}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', keyOf(secret)).update(content).digest('base64')}`,
  );
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** Secrets of an endpoint. During the overlap of a rotation both sign. */
export interface EndpointSecrets {
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousUntil: Date | null;
}

/** The secrets that sign now, the newest first. */
export function secretsInForce(endpoint: EndpointSecrets, now: Date): string[] {
  const { secret, previousSecret, previousUntil } = endpoint;
  const overlaps = previousSecret !== null && previousUntil !== null && previousUntil > now;
  return overlaps ? [secret, previousSecret] : [secret];
}

function keyOf(secret: string): Buffer {
  const key = secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.alloc(0);
  if (key.length < LEAST_BYTES || key.length > MOST_BYTES) throw new Error('This is no signing secret of ours');
  return key;
}
