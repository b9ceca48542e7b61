import { describe, expect, it, vi } from 'vitest';
import { answerWithin, NO_ANSWER } from './deadline';

describe('answerWithin', () => {
  it('hands on an answer that comes in time', async () => {
    const late = vi.fn();
    expect(await answerWithin(Promise.resolve(7), 1_000, late)).toBe(7);
    expect(late).not.toHaveBeenCalled();
  });

  it('takes a fault for no answer', async () => {
    expect(await answerWithin(Promise.reject(new Error('gone')), 1_000)).toBe(NO_ANSWER);
  });

  it('does not wait longer, and tells when the answer comes after all', async () => {
    let answer: (value: number) => void = () => undefined;
    const call = new Promise<number>((resolve) => (answer = resolve));
    const late = new Promise<void>((resolve) => {
      void answerWithin(call, 1, resolve).then((outcome) => {
        expect(outcome).toBe(NO_ANSWER);
        answer(7);
      });
    });
    await expect(late).resolves.toBeUndefined();
  });
});
