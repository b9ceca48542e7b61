import { randomBytes } from 'node:crypto';
import { uuidv7 } from '#lib/kernel';
import { exportJWK, generateKeyPair } from 'jose';
import type { StoredKey } from '../persistence/signing-key.repository';

/** The one algorithm that tokens are signed with and accepted in. */
export const TOKEN_ALGORITHM = 'ES256';

const SECRET_BYTES = 32;

export async function newTokenKey(createdAt: Date): Promise<Omit<StoredKey, 'notAfter'>> {
  const { privateKey, publicKey } = await generateKeyPair(TOKEN_ALGORITHM, { extractable: true });
  return {
    kid: uuidv7(),
    purpose: 'token',
    privateJwk: await exportJWK(privateKey),
    publicJwk: await exportJWK(publicKey),
    createdAt,
  };
}

/** The secret behind issued idempotency keys, as an `oct` key. */
export function newIssuedKeySecret(createdAt: Date): Omit<StoredKey, 'notAfter'> {
  const privateJwk = { kty: 'oct', k: randomBytes(SECRET_BYTES).toString('base64url') };
  return { kid: uuidv7(), purpose: 'issued_key', privateJwk, publicJwk: null, createdAt };
}
