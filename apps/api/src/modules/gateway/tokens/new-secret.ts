import { randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** A client's secret: 256 random bits behind a prefix that secret scanners can look for. */
export function newSecret(): string {
  return `lhs_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}
