import type { ToldAlert } from './notification';

/** A restart of PostgreSQL within this time is told to nobody. */
const TELL_AFTER_MS = 5000;

/** Follows whether PostgreSQL answers; says once that it is away, and once that it is back. */
export class DatabaseOutage {
  private awaySinceMs: number | undefined;
  private backAtMs: number | undefined;
  private isTold = false;

  look(answers: boolean, nowMs: number): 'away' | 'back' | undefined {
    if (answers) {
      const wasTold = this.isTold;
      if (!wasTold) this.awaySinceMs = undefined;
      this.backAtMs = nowMs;
      this.isTold = false;
      return wasTold ? 'back' : undefined;
    }
    if (this.awaySinceMs === undefined || this.backAtMs !== undefined) this.awaySinceMs = nowMs;
    this.backAtMs = undefined;
    if (this.isTold || nowMs - this.awaySinceMs < TELL_AFTER_MS) return undefined;
    this.isTold = true;
    return 'away';
  }

  /** What people are told. */
  told(news: 'away' | 'back', instance: string): ToldAlert {
    const rule = 'database unreachable';
    return {
      key: `${rule} []`,
      rule,
      status: news === 'away' ? 'firing' : 'resolved',
      labels: { alertname: rule, severity: 'critical', topic: 'outage', instance },
      summary: `${instance} does not reach PostgreSQL`,
      startsAt: new Date(this.awaySinceMs ?? 0).toISOString(),
      endsAt: news === 'away' || this.backAtMs === undefined ? null : new Date(this.backAtMs).toISOString(),
    };
  }
}
