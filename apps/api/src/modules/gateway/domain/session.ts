/**
 * A log-in and all refresh tokens that follow from it. One is good at a time; whoever shows one that was used before is a
 * thief or was robbed, and nobody can tell which: the session ends for both (RFC 9700, section 4.14.2).
 */
export interface Session {
  readonly id: string;
  readonly userId: string;
  /** What every token of the session has in common, as its SHA-256. */
  readonly familyHash: string;
  /** The token that is good now, as its SHA-256. */
  readonly tokenHash: string;
  /** The one before. */
  readonly previousHash: string | null;
  /** From the one before and this follows the one that is good now. */
  readonly salt: string | null;
  readonly rotatedAt: Date;
  readonly idleUntil: Date;
  readonly lastsUntil: Date;
  readonly endedAt: Date | null;
}

/** The two parts of a token that somebody shows, as their SHA-256. */
export interface PresentedToken {
  readonly familyHash: string;
  readonly tokenHash: string;
}

/**
 * What a token means for its session: `rotate` it, `repeat` the answer that may have been lost, `end` the session because the
 * token was used before, or refuse it: the session is `over`, or the token `foreign` to it.
 */
export type Verdict = 'rotate' | 'repeat' | 'end' | 'over' | 'foreign';

export function judge(session: Session, presented: PresentedToken, nowMs: number, graceS: number): Verdict {
  if (presented.familyHash !== session.familyHash) return 'foreign';
  if (isOver(session, nowMs)) return 'over';
  if (presented.tokenHash === session.tokenHash) return 'rotate';
  const inGrace = nowMs < session.rotatedAt.getTime() + graceS * 1000;
  return presented.tokenHash === session.previousHash && inGrace ? 'repeat' : 'end';
}

function isOver({ endedAt, idleUntil, lastsUntil }: Session, nowMs: number): boolean {
  return endedAt !== null || nowMs >= Math.min(idleUntil.getTime(), lastsUntil.getTime());
}
