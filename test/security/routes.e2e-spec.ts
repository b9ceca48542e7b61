import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemStatusesOf } from '#lib/http';
import { IdempotencyRows } from './support/idempotency-rows';
import { PARTICULAR } from './support/particular-provocations';
import { PROVOCATIONS } from './support/provocations';
import type { Answer } from './support/send';
import { Stage, type DeclaredRoute } from './support/stage';

/** Overload is not provoked route by route; the overload tests are about it. */
const OVERLOADED = 503;
const STATUSES = [400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429];
/** What the refusal must be about, where a route could answer the status for another reason. */
const CODES: Readonly<Record<number, RegExp>> = {
  400: /^request\./,
  401: /^gateway\.(?:token_required|invalid_client)$/,
  403: /^gateway\.forbidden$/,
  412: /^request\.stale$/,
  413: /^request\.too_large$/,
  415: /^request\.unsupported_media_type$/,
  428: /if_match_required$/,
  429: /^gateway\.rate_limited$/,
};
const RETRY_LATER = new Set([429]);

let stage: Stage;
let rows: IdempotencyRows;

beforeAll(async () => {
  stage = await Stage.build();
  rows = await IdempotencyRows.open(stage.app.databaseUrl);
});
afterAll(async () => {
  await rows.close();
  await stage.app.stop();
});

/** A status beyond what follows from the rest of the declaration is the route's own business. */
function isParticular(route: DeclaredRoute, status: number): boolean {
  return `${route.name} ${status}` in PARTICULAR;
}

function provoke(route: DeclaredRoute, status: number): Promise<Answer> {
  const particular = PARTICULAR[`${route.name} ${status}`];
  if (particular !== undefined) return particular(stage, route);
  const general = PROVOCATIONS[status];
  if (general === undefined) throw new Error(`Nobody knows how to provoke ${status}`);
  return general({ stage, rows }, route);
}

/** What is wrong with the answer; undefined when it is the refusal that was to come. */
function faultOf(route: DeclaredRoute, status: number, { status: got, headers, document }: Answer): string | undefined {
  const told = `${route.method} ${route.path} ${status}`;
  if (got !== status) return `${told}: answered ${got} ${JSON.stringify(document ?? null).slice(0, 400)}`;
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return `${told}: no problem document`;
  if (document?.['status'] !== status || typeof document['trace_id'] !== 'string') return `${told}: incomplete problem`;
  const code = String(document['code']);
  if (!isParticular(route, status) && CODES[status]?.test(code) === false) return `${told}: code ${code}`;
  if (RETRY_LATER.has(status) && headers.get('retry-after') === null) return `${told}: no Retry-After`;
  return undefined;
}

describe('every route', () => {
  it('declares who may call it', () => {
    const undeclared = stage.allRoutes().filter(({ declaration }) => declaration === undefined);
    expect(undeclared).toEqual([]);
    expect(stage.routes().length).toBeGreaterThan(70);
  });

  it('declares no problem that the tests cannot provoke', () => {
    const declared = stage.routes().flatMap(({ spec }) => problemStatusesOf(spec));
    expect([...new Set(declared)].filter((status) => !STATUSES.includes(status))).toEqual([OVERLOADED]);
  });

  it.each(STATUSES)(
    'answers %i where that applies to it',
    async (status) => {
      const applicable = stage.routes().filter(({ spec }) => problemStatusesOf(spec).includes(status));
      const faults: string[] = [];
      for (const route of applicable) {
        const fault = await provoke(route, status).then(
          (answer) => faultOf(route, status, answer),
          (error: unknown) => `${route.method} ${route.path} ${status}: ${String(error)}`,
        );
        if (fault !== undefined) faults.push(fault);
      }
      expect(applicable.length).toBeGreaterThan(0);
      expect(faults).toEqual([]);
    },
    120_000,
  );
});
