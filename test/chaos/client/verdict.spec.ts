import { describe, expect, it } from 'vitest';
import { itemAnswers, verdictOf } from './verdict';

describe('what an answer means', () => {
  it.each([
    [{ status: 201, id: 'A' }, 'done'],
    [{ status: 409, code: 'order.reference_taken' }, 'refused'],
    [{ status: 409, code: 'idempotency.in_progress' }, 'again'],
    [{ status: 401 }, 'renew_token'],
    [{ status: 429 }, 'again'],
    [{ status: 500 }, 'again'],
    [{ status: 503 }, 'again'],
    [{ status: 422, code: 'idempotency.key_reused' }, 'unexpected'],
    [{ status: 404 }, 'unexpected'],
    [{ status: 299 }, 'unexpected'],
  ])('%o: %s', (answer, verdict) => {
    expect(verdictOf(answer)).toBe(verdict);
  });
});

describe('the answers to the orders of a request', () => {
  it('of a single one are its own', () => {
    expect(itemAnswers(201, { id: 'A' }, 1, false, true)).toEqual([{ status: 201, id: 'A', replayed: true }]);
    const problem = { code: 'order.reference_taken', order_id: 'B' };
    expect(itemAnswers(409, problem, 1, false, false)).toEqual([{ status: 409, code: problem.code, id: 'B' }]);
    expect(itemAnswers(502, undefined, 1, false, false)).toEqual([{ status: 502 }]);
  });

  it('of a bulk one are one for each', () => {
    const data = [
      { status: 201, order: { id: 'A' } },
      { status: 201, order: { id: 'B' }, replayed: true },
      { status: 503, problem: { code: 'order.intake_full' } },
    ];
    expect(itemAnswers(200, { data }, 3, true, false)).toEqual([
      { status: 201, id: 'A' },
      { status: 201, id: 'B', replayed: true },
      { status: 503, code: 'order.intake_full' },
    ]);
    expect(itemAnswers(503, { code: 'full' }, 2, true, false)).toEqual([
      { status: 503, code: 'full' },
      { status: 503, code: 'full' },
    ]);
  });

  it('are a fault when a bulk answer leaves one out', () => {
    expect(itemAnswers(200, { data: [] }, 1, true, false).map(verdictOf)).toEqual(['unexpected']);
  });
});
