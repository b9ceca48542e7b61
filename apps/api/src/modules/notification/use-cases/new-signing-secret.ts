import { randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** A new signing secret: `whsec_` and 256 random bits in base64, as Standard Webhooks writes them. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}
