import { Injectable } from '@nestjs/common';
import { sample, type Sample } from '../domain/sample';

/** How PostgreSQL answered the report before, and what its clock said: measured by what is sent anyway. */
@Injectable()
export class DatabaseStats {
  private answerS: number | undefined;
  private skewS: number | undefined;

  /** `sentMs`, `heardMs`: by this process's clock; `theirMs`: PostgreSQL's, somewhere in between. */
  answered(sentMs: number, heardMs: number, tookMs: number, theirMs: number): void {
    this.answerS = tookMs / 1000;
    this.skewS = Math.max(0, sentMs - theirMs, theirMs - heardMs) / 1000;
  }

  read(): Sample[] {
    return [...sample('database_answer_s', this.answerS), ...sample('clock_skew_s', this.skewS)];
  }
}
