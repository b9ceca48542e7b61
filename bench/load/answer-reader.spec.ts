import { describe, expect, it } from 'vitest';
import { AnswerReader } from './answer-reader';

describe('AnswerReader', () => {
  it('reads answers however they are cut, one after the other', () => {
    const reader = new AnswerReader();
    const answer = 'HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello';
    for (const size of [1, 7, answer.length]) {
      const pieces = answer.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const read = pieces.map((piece) => reader.take(Buffer.from(piece)));
      expect(read.slice(0, -1).every((one) => one === undefined)).toBe(true);
      expect(read.at(-1)).toMatchObject({ status: 201 });
      expect(read.at(-1)?.body.toString()).toBe('hello');
    }
  });

  it('tells whether a refusal says when to come back', () => {
    const refusal = (header: string): boolean | undefined =>
      new AnswerReader().take(Buffer.from(`HTTP/1.1 503 X\r\n${header}Content-Length: 0\r\n\r\n`))?.retryAfter;
    expect([refusal(''), refusal('Retry-After: 2\r\n')]).toEqual([false, true]);
  });

  it('refuses an answer whose end it cannot know', () => {
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(() => new AnswerReader().take(Buffer.from(chunked))).toThrow(/Content-Length/);
  });
});
