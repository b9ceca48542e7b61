import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isUuid } from '#lib/kernel';
import type { PresentedToken } from '../domain/session';

const SECRET_BYTES = 32;
const SALT_BYTES = 16;

/** A refresh token in its parts: which session, what all its tokens have in common, and what only this one has. */
export interface RefreshToken {
  readonly sessionId: string;
  readonly family: string;
  readonly secret: string;
}

/** The first token of a session. */
export function firstRefreshToken(sessionId: string): RefreshToken {
  return { sessionId, family: randomText(SECRET_BYTES), secret: randomText(SECRET_BYTES) };
}

export function newSalt(): string {
  return randomText(SALT_BYTES);
}

/** The token after this one. It follows from the salt, so that who lost the answer gets the same one again. */
export function successorOf(token: RefreshToken, salt: string): RefreshToken {
  return { ...token, secret: createHmac('sha256', token.secret).update(salt).digest('base64url') };
}

export function hashesOf({ family, secret }: RefreshToken): PresentedToken {
  return { familyHash: sha256(family), tokenHash: sha256(secret) };
}

/** As the cookie holds it. */
export function writeRefreshToken({ sessionId, family, secret }: RefreshToken): string {
  return `${sessionId}.${family}.${secret}`;
}

/** Undefined when the text is no refresh token of ours. */
export function readRefreshToken(text: string | undefined): RefreshToken | undefined {
  const [sessionId = '', family = '', secret = '', ...rest] = text?.split('.') ?? [];
  if (!isUuid(sessionId) || family === '' || secret === '' || rest.length > 0) return undefined;
  return { sessionId, family, secret };
}

function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** A fast hash is enough: unlike passwords, these are 256 random bits. */
function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
