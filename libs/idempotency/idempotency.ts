import { Inject, Injectable, Optional } from '@nestjs/common';
import { Database, isLockTimeout, statement, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context, DomainError, isUuid } from '#lib/kernel';
import { fingerprint } from './fingerprint';
import { KEY_LOCK, type KeyLock } from './key-lock';
import { claimKey, type KeyClaim, readKey, storeAnswer } from './key-rows';
import { bindsKey, replayRefusal, storeRefusal, type StoredRefusal } from './refusal';
import type { StoredAnswer } from './stored-answer';

/** How long a repeated request waits for the first one's answer. */
const WAIT_MS = 1_000;
/** What is left for PostgreSQL when the lock service used the whole wait up. */
const LEAST_WAIT_MS = 50;
const RETRY_AFTER_S = 1;

/** One idempotent request. */
export interface IdempotentRequest {
  /** Names the command, e.g. `warehouses.create`; part of the key's scope. */
  readonly route: string;
  readonly key: string;
  /** All that the client asked for: the validated body, and the path parameters where there are any. */
  readonly payload: unknown;
}

export interface IdempotentOutcome {
  readonly result: StoredAnswer;
  readonly replayed: boolean;
}

type Attempt = { readonly answer: StoredAnswer; readonly replayed: boolean } | { readonly refusal: DomainError };

const SAVEPOINT = statement('idempotency.savepoint', `savepoint command`);
const UNDO = statement('idempotency.undo', `rollback to savepoint command`);

/** One execution per (scope, route, key); every repetition gets the first answer. */
@Injectable()
export class Idempotency {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Optional() @Inject(KEY_LOCK) private readonly lock?: KeyLock,
  ) {}

  /**
   * Runs `command` and binds its outcome to the key, in one transaction: there is no instant at which one exists without
   * the other. `command` returns a 2xx answer, or throws: 409 and 422 are stored and thrown again for a repetition,
   * anything else leaves the key unbound. Like every transaction it may run again after a lost deadlock.
   *
   * Throws `idempotency.key_reused` (422) when the key was bound to another payload, and `idempotency.in_progress`
   * (409, Retry-After) when the first request is still running after a second.
   */
  async run(
    ctx: Context,
    request: IdempotentRequest,
    command: (tx: Tx) => Promise<StoredAnswer>,
  ): Promise<IdempotentOutcome> {
    const claim = claimOf(ctx, request);
    const startedMs = this.clock.now().getTime();
    const lease = await this.lock?.acquire(ctx, `idempotency:${claim.scope}:${claim.route}:${claim.key}`, WAIT_MS);
    try {
      const waitMs = Math.max(LEAST_WAIT_MS, WAIT_MS - (this.clock.now().getTime() - startedMs));
      const attempt = await this.database.transaction(ctx, (tx) => this.attempt(tx, claim, waitMs, command));
      if ('refusal' in attempt) throw attempt.refusal;
      return { result: attempt.answer, replayed: attempt.replayed };
    } finally {
      await lease?.release();
    }
  }

  private async attempt(
    tx: Tx,
    claim: KeyClaim,
    waitMs: number,
    command: (tx: Tx) => Promise<StoredAnswer>,
  ): Promise<Attempt> {
    if (!(await this.claim(tx, claim, waitMs))) return replay(tx, claim);
    await tx.execute(SAVEPOINT);
    try {
      const answer = await command(tx);
      await storeAnswer(tx, claim, answer.status, answer);
      return { answer, replayed: false };
    } catch (error) {
      if (!bindsKey(error)) throw error;
      await tx.execute(UNDO);
      await storeAnswer(tx, claim, 0, storeRefusal(error));
      return { refusal: error };
    }
  }

  private async claim(tx: Tx, claim: KeyClaim, waitMs: number): Promise<boolean> {
    try {
      return await claimKey(tx, claim, this.clock.now(), waitMs);
    } catch (error) {
      if (isLockTimeout(error)) throw inProgress(error);
      throw error;
    }
  }
}

const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** Keys of different tenants never meet; clients without a tenant have their own id as scope. */
function claimOf(ctx: Context, request: IdempotentRequest): KeyClaim {
  const scope = ctx.merchantId ?? (isUuid(ctx.actor.id) ? ctx.actor.id : NO_TENANT);
  return { scope, route: request.route, key: request.key, fingerprint: fingerprint(request.payload) };
}

async function replay(tx: Tx, claim: KeyClaim): Promise<Attempt> {
  const row = await readKey(tx, claim);
  if (row === undefined) throw inProgress();
  if (!row.fingerprint.equals(claim.fingerprint)) {
    const message = 'This Idempotency-Key was used for another request; a new request needs a new key';
    throw new DomainError('refused', 'idempotency.key_reused', message);
  }
  if (row.status === 0) return { refusal: replayRefusal(row.answer as StoredRefusal) };
  return { answer: row.answer as StoredAnswer, replayed: true };
}

function inProgress(cause?: unknown): DomainError {
  const message = 'The first request with this Idempotency-Key is still running';
  return new DomainError('conflict', 'idempotency.in_progress', message, { retryAfterS: RETRY_AFTER_S, cause });
}
