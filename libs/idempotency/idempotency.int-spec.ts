import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statement, type Tx } from '#lib/database';
import { type Context, DomainError, systemClock, uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { Idempotency, type KeyLock, ReplayedRefusal, type StoredAnswer } from '.';

const CREATE = statement('test.idempotency-effects', `create table if not exists effects (id uuid primary key)`);
const EFFECT = statement('test.idempotency-effect', `insert into effects (id) values ($1)`);
const COUNT = statement('test.idempotency-count', `select count(*)::int as effects from effects`);
const CLEAR = statement('test.idempotency-clear', `truncate effects, idempotency_keys`);

let db: TestDatabase;
let idempotency: Idempotency;

beforeAll(async () => {
  db = await testDatabase();
  idempotency = new Idempotency(db.database, systemClock);
  await db.database.statements(db.ctx).execute(CREATE);
});
beforeEach(() => db.database.statements(db.ctx).execute(CLEAR));
afterAll(() => db.close());

async function effects(): Promise<number | undefined> {
  return (await db.database.statements(db.ctx).query<{ effects: number }>(COUNT))[0]?.effects;
}

/** Creates something, and says what. */
async function createThing(tx: Tx): Promise<StoredAnswer> {
  const id = uuidv7();
  await tx.execute(EFFECT, [id]);
  return { status: 201, body: { id }, location: `/things/${id}`, version: 1 };
}

const request = { route: 'things.create', key: 'k', payload: { name: 'a' } };

/** A latch: `reached` resolves when somebody arrives at `pass`, who goes on after `open`. */
function gate() {
  let arrive = (): void => undefined;
  let open = (): void => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { reached, open: () => open(), pass: () => (arrive(), opened) };
}

describe('Idempotency.run', () => {
  it('runs a command once and replays its whole answer', async () => {
    const first = await idempotency.run(db.ctx, request, createThing);
    const second = await idempotency.run(db.ctx, request, createThing);
    expect(first.replayed).toBe(false);
    expect(second).toEqual({ result: first.result, replayed: true });
    expect(await effects()).toBe(1);
  });

  it('executes once for 50 parallel requests, which all get the same answer', async () => {
    const runs = Array.from({ length: 50 }, () => idempotency.run(db.ctx, request, createThing));
    const outcomes = await Promise.all(runs);
    expect(new Set(outcomes.map(({ result }) => JSON.stringify(result))).size).toBe(1);
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await effects()).toBe(1);
  });

  it('waits for the first request and replays its answer', async () => {
    const door = gate();
    const first = idempotency.run(db.ctx, request, async (tx) => {
      await door.pass();
      return createThing(tx);
    });
    await door.reached;
    const second = idempotency.run(db.ctx, request, createThing);
    door.open();
    expect((await second).result).toEqual((await first).result);
    expect(await effects()).toBe(1);
  });

  it('gives up after a second while the first is still running: 409', async () => {
    const door = gate();
    const first = idempotency.run(db.ctx, request, async (tx) => {
      await door.pass();
      return createThing(tx);
    });
    await door.reached;
    const second = idempotency.run(db.ctx, request, createThing);
    await expect(second).rejects.toMatchObject({ code: 'idempotency.in_progress', kind: 'conflict', retryAfterS: 1 });
    door.open();
    await first;
    expect(await effects()).toBe(1);
  });

  it('takes over when the first request fails', async () => {
    const door = gate();
    const first = idempotency.run(db.ctx, request, async (tx) => {
      await createThing(tx);
      await door.pass();
      throw new Error('crashed');
    });
    await door.reached;
    const second = idempotency.run(db.ctx, request, createThing);
    door.open();
    await expect(first).rejects.toThrow('crashed');
    expect((await second).replayed).toBe(false);
    expect(await effects()).toBe(1);
  });

  it('refuses a key that was used for another payload: 422', async () => {
    await idempotency.run(db.ctx, request, createThing);
    const other = idempotency.run(db.ctx, { ...request, payload: { name: 'b' } }, createThing);
    await expect(other).rejects.toMatchObject({ code: 'idempotency.key_reused', kind: 'refused' });
    expect(await effects()).toBe(1);
  });

  it('keeps routes, merchants and clients apart', async () => {
    const actor = (id: string): Context => ({ ...db.ctx, actor: { ...db.ctx.actor, id } });
    const contexts = [
      { ...db.ctx, merchantId: uuidv7() },
      { ...db.ctx, merchantId: uuidv7() },
      actor(uuidv7()),
      db.ctx,
    ];
    for (const ctx of contexts) await idempotency.run(ctx, request, createThing);
    await idempotency.run(db.ctx, { ...request, route: 'things.copy' }, createThing);
    expect(await effects()).toBe(5);
  });
});

describe('refusals', () => {
  it.each(['conflict', 'refused'] as const)('%s binds the key, without effects, and is replayed', async (kind) => {
    let runs = 0;
    const command = async (tx: Tx): Promise<StoredAnswer> => {
      runs++;
      await createThing(tx);
      throw new DomainError(kind, 'thing.taken', 'Taken', {
        context: { by: 'x' },
        errors: [{ pointer: '/a', detail: 'b' }],
      });
    };
    const first = await idempotency.run(db.ctx, request, command).catch((error: unknown) => error);
    const second = await idempotency.run(db.ctx, request, command).catch((error: unknown) => error);
    expect(first).not.toBeInstanceOf(ReplayedRefusal);
    expect(second).toBeInstanceOf(ReplayedRefusal);
    expect({ ...(second as object) }).toEqual({ ...(first as object) });
    expect([runs, await effects()]).toEqual([1, 0]);
  });

  it('a refused statement inside the command leaves the transaction usable', async () => {
    const command = async (tx: Tx): Promise<StoredAnswer> => {
      const { body } = await createThing(tx);
      const { id } = body as { id: string };
      await tx.execute(EFFECT, [id]).catch(() => undefined);
      throw new DomainError('conflict', 'thing.exists', 'Exists');
    };
    for (let run = 0; run < 2; run++) {
      await expect(idempotency.run(db.ctx, request, command)).rejects.toMatchObject({ code: 'thing.exists' });
    }
  });

  it.each(['invalid_input', 'unauthenticated', 'not_found', 'quota_exceeded', 'overloaded'] as const)(
    '%s leaves the key unbound',
    async (kind) => {
      const refuse = (): Promise<StoredAnswer> => Promise.reject(new DomainError(kind, 'thing.no', 'No'));
      await expect(idempotency.run(db.ctx, request, refuse)).rejects.toMatchObject({ kind });
      expect((await idempotency.run(db.ctx, request, createThing)).replayed).toBe(false);
    },
  );
});

describe('the lock around it', () => {
  const taken: KeyLock = { acquire: () => Promise.resolve(undefined) };

  it('saves work, never decides: the same outcome without it', async () => {
    const locked = new Idempotency(db.database, systemClock, taken);
    const outcomes = await Promise.all(
      [locked, idempotency, locked].map((each) => each.run(db.ctx, request, createThing)),
    );
    expect(new Set(outcomes.map(({ result }) => JSON.stringify(result))).size).toBe(1);
    expect(await effects()).toBe(1);
  });

  it('is released after success and after failure', async () => {
    let held = 0;
    const lock: KeyLock = {
      acquire: async () => (
        held++,
        {
          release: async () => {
            held--;
          },
        }
      ),
    };
    const locked = new Idempotency(db.database, systemClock, lock);
    await locked.run(db.ctx, request, createThing);
    await expect(locked.run(db.ctx, { ...request, payload: 2 }, createThing)).rejects.toThrow(DomainError);
    expect(held).toBe(0);
  });
});
