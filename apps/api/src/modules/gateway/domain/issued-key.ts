import { createHmac, timingSafeEqual } from 'node:crypto';

/** An issued key is accepted this long: no longer than used keys are remembered, or it could be used twice. */
export const ISSUED_KEY_TTL_S = 86_400;

const PREFIX = 'ik_';
const TIME_BYTES = 6;
const RANDOM_BYTES = 12;
const MAC_BYTES = 16;
const NONCE_TEXT = ((TIME_BYTES + RANDOM_BYTES) * 4) / 3;

/** The bytes that `issueKey` needs from a source of randomness. */
export const ISSUED_KEY_RANDOM_BYTES = RANDOM_BYTES;

/**
 * A single-use idempotency key that needs no row: `ik_<time and random>.<HMAC-SHA256 over merchant and those, 128 bits>`.
 * That it is used once only rests on the unique row which the request that uses it writes.
 */
export function issueKey(secret: Buffer, merchantId: string, nowMs: number, random: Buffer): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(nowMs, 0, TIME_BYTES);
  const nonce = Buffer.concat([time, random.subarray(0, RANDOM_BYTES)]).toString('base64url');
  return `${PREFIX}${nonce}.${macOf(secret, merchantId, nonce).toString('base64url')}`;
}

/** Whether we issued `key` to this merchant within the last 24 hours. */
export function isIssuedKey(secret: Buffer, merchantId: string, key: string, nowMs: number): boolean {
  const dot = key.indexOf('.');
  if (!key.startsWith(PREFIX) || dot !== PREFIX.length + NONCE_TEXT) return false;
  const nonce = key.slice(PREFIX.length, dot);
  const mac = Buffer.from(key.slice(dot + 1), 'base64url');
  if (mac.length !== MAC_BYTES || mac.toString('base64url') !== key.slice(dot + 1)) return false;
  if (!timingSafeEqual(mac, macOf(secret, merchantId, nonce))) return false;
  const issuedMs = Buffer.from(nonce, 'base64url').readUIntBE(0, TIME_BYTES);
  return nowMs - issuedMs <= ISSUED_KEY_TTL_S * 1000;
}

function macOf(secret: Buffer, merchantId: string, nonce: string): Buffer {
  return createHmac('sha256', secret).update(`${merchantId}.${nonce}`).digest().subarray(0, MAC_BYTES);
}
