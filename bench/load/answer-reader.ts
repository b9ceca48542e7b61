const HEAD_END = '\r\n\r\n';
const RETRY_AFTER = /\r\nretry-after: *\d/i;
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;

export interface WireAnswer {
  readonly status: number;
  readonly body: Buffer;
  /** Whether a refusal says when to come back. */
  readonly retryAfter: boolean;
}

/**
 * Reads the answers of one HTTP/1.1 connection: a status line, a length and that many bytes, and nothing else. A full
 * parser would cost as much as the server that is measured.
 */
export class AnswerReader {
  private buffered: Buffer = Buffer.alloc(0);

  /** The answer that ends with this chunk; throws for one whose end cannot be known. */
  take(chunk: Buffer): WireAnswer | undefined {
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    const headEnd = this.buffered.indexOf(HEAD_END);
    if (headEnd < 0) return undefined;
    const head = this.buffered.toString('latin1', 0, headEnd);
    const length = CONTENT_LENGTH.exec(head)?.[1];
    if (length === undefined) throw new Error(`An answer without Content-Length: ${head.slice(0, 200)}`);
    const bodyStart = headEnd + HEAD_END.length;
    const end = bodyStart + Number(length);
    if (this.buffered.length < end) return undefined;
    const body = this.buffered.subarray(bodyStart, end);
    this.buffered = this.buffered.subarray(end);
    const status = Number(head.slice(9, 12));
    return { status, body, retryAfter: status >= 400 && RETRY_AFTER.test(head) };
  }
}
