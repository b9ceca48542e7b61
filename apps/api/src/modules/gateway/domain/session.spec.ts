import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Session } from './session';

const GRACE_S = 10;
const start: Session = {
  id: 's',
  userId: 'u',
  familyHash: 'family',
  tokenHash: 't0',
  previousHash: null,
  salt: null,
  rotatedAt: new Date(0),
  idleUntil: new Date(3_600_000),
  lastsUntil: new Date(7_200_000),
  endedAt: null,
};
const token = (tokenHash: string) => ({ familyHash: 'family', tokenHash });

describe('a refresh token', () => {
  it('of another session is foreign to it, whatever else it is', () => {
    expect(judge(start, { familyHash: 'other', tokenHash: 't0' }, 0, GRACE_S)).toBe('foreign');
  });

  it.each([
    ['that was idle for too long', { idleUntil: new Date(1_000) }],
    ['that has lasted for too long', { lastsUntil: new Date(1_000) }],
    ['that was ended', { endedAt: new Date(500) }],
  ])('is of no use to a session %s', (_, change) => {
    expect(judge({ ...start, ...change }, token('t0'), 1_000, GRACE_S)).toBe('over');
  });

  it('in every history: only the newest is good, the one before for the grace alone, and an older one ends all', () => {
    const step = fc.record({ waitS: fc.integer({ min: 0, max: 30 }), age: fc.integer({ min: 0, max: 4 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let session = start;
        let [nowMs, newest, rotatedMs] = [0, 0, 0];
        for (const { waitS, age } of steps) {
          nowMs += waitS * 1000;
          const shown = newest - age;
          if (shown < 0) continue;
          const verdict = judge(session, token(`t${shown}`), nowMs, GRACE_S);
          if (session.endedAt !== null) expect(verdict).toBe('over');
          else if (age === 0) {
            expect(verdict).toBe('rotate');
            newest += 1;
            rotatedMs = nowMs;
            session = {
              ...session,
              tokenHash: `t${newest}`,
              previousHash: `t${shown}`,
              salt: 'x',
              rotatedAt: new Date(nowMs),
            };
          } else if (age === 1 && nowMs - rotatedMs < GRACE_S * 1000) expect(verdict).toBe('repeat');
          else {
            expect(verdict).toBe('end');
            session = { ...session, endedAt: new Date(nowMs) };
          }
        }
      }),
    );
  });
});
