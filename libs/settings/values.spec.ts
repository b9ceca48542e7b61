import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS } from './definitions';
import type { Field } from './field';
import { faultsOf, merge, resolve, SettingsView, toWire, type Patch } from './values';

const DEFAULTS = resolve({}).values;

describe('the definitions', () => {
  const fields = Object.entries(DEFINITIONS).flatMap(([section, all]) =>
    Object.entries(all as Record<string, Field<number | boolean>>).map(
      ([name, field]) => [`${section}.${name}`, field] as const,
    ),
  );

  it.each(fields)('give %s a default within its own bounds, and a description with unit', (_, field) => {
    expect(field.schema.safeParse(field.default).success).toBe(true);
    expect(field.schema.description).toMatch(/^[A-Z].*\(.+; .+ by default\)$/);
  });
});

describe('resolving', () => {
  it('takes the defaults where nothing was set', () => {
    expect(DEFAULTS.intake).toEqual({
      maxFlights: 2,
      batchSize: 256,
      queueLimit: 4096,
      redisClaim: true,
      waitMs: 1000,
    });
    expect(DEFAULTS.payment.awaitingExpiryH).toBe(24);
    expect(DEFAULTS.pipeline.attemptsBeforeBisect).toBe(3);
    expect(DEFAULTS.routing.handlingS).toBe(1800);
    expect(DEFAULTS.transport.horizonH).toBe(48);
  });

  it('puts what was set under its camelCase name and leaves the rest', () => {
    const { values, ignored } = resolve({ intake: { batch_size: 64, redis_claim: false } });
    expect(values.intake).toEqual({ ...DEFAULTS.intake, batchSize: 64, redisClaim: false });
    expect(values.payment).toEqual(DEFAULTS.payment);
    expect(ignored).toEqual([]);
  });

  it('passes over what this build does not know or allow, and names it', () => {
    const { values, ignored } = resolve({ intake: { batch_size: 100_000, colour: 1 }, moods: { joy: 2 } });
    expect(values).toEqual(DEFAULTS);
    expect(ignored.map((fault) => fault.pointer).sort()).toEqual(['/intake/batch_size', '/intake/colour', '/moods']);
  });

  it('gives values that nobody can change', () => {
    const { values } = resolve({});
    expect(Object.isFrozen(values)).toBe(true);
    for (const section of Object.values(values)) expect(Object.isFrozen(section)).toBe(true);
  });

  it('shows every value on the wire in the form the API promises', () => {
    const wire = toWire(resolve({ routing: { last_mile_speed_mps: 7.5 } }).values);
    expect(SettingsView.safeParse(wire).success).toBe(true);
    expect(wire).toMatchObject({
      routing: { last_mile_speed_mps: 7.5, handling_s: 1800 },
      intake: { redis_claim: true },
    });
  });
});

describe('the faults of a change', () => {
  it('are one per bad field, at its pointer', () => {
    const faults = faultsOf({
      intake: { batch_size: 0, max_flights: 'two', queue_limit: 128 },
      payment: { awaiting_expiry_h: 1.5 },
      gateway: { colour: 1, size: 2 },
    });
    expect(faults.map((fault) => fault.pointer).sort()).toEqual([
      '/gateway/colour',
      '/gateway/size',
      '/intake/batch_size',
      '/intake/max_flights',
      '/payment/awaiting_expiry_h',
    ]);
  });

  it.each([[{ moods: {} }], [null], ['intake'], [{ intake: null }], [{ intake: { redis_claim: 1 } }]])(
    'are found in %j',
    (patch) => expect(faultsOf(patch)).not.toEqual([]),
  );

  it('are none in an empty change, at the bounds, and in a way back to the default', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ intake: { batch_size: 1, wait_ms: 5000, max_flights: null } })).toEqual([]);
  });
});

describe('merging', () => {
  it('keeps what the change does not name, and forgets what it sets to null', () => {
    const before = { intake: { batch_size: 64, max_flights: 4 }, payment: { awaiting_expiry_h: 1 } };
    expect(merge(before, { intake: { batch_size: 32 }, payment: { awaiting_expiry_h: null } })).toEqual({
      intake: { batch_size: 32, max_flights: 4 },
    });
  });

  const patch: fc.Arbitrary<Patch> = fc.record(
    {
      intake: fc.record(
        { batch_size: fc.option(fc.integer({ min: 1, max: 256 })), redis_claim: fc.option(fc.boolean()) },
        { requiredKeys: [] },
      ),
      transport: fc.record({ horizon_h: fc.option(fc.integer({ min: 12, max: 336 })) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );

  it('never leaves overrides that resolve badly, and merging twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.array(patch), patch, (earlier, last) => {
        const merged = merge(earlier.reduce(merge, {}), last);
        expect(resolve(merged).ignored).toEqual([]);
        expect(merge(merged, last)).toEqual(merged);
      }),
    );
  });
});
