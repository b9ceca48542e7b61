import { IdempotencyKeys } from './idempotency-keys';
import { type Answer, call } from './request';

const keys = new IdempotencyKeys();

/** A POST that creates or commands: with a key, so that sending it again after a lost answer does nothing twice. */
export function create<Body>(path: string, body: unknown): Promise<Answer<Body>> {
  return keys.run(path, body, (idempotencyKey) => call<Body>('POST', path, { body, idempotencyKey }));
}
