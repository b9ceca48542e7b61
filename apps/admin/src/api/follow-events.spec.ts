import { describe, expect, it } from 'vitest';
import { type FollowParts, followEvents, waitBefore } from './follow-events';
import { ApiError, problemWithout } from './problem';

function streamOf(...chunks: string[]): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    }),
  );
}

/** Follows answers one after the other until there is none, and tells what it was told and how it asked. */
async function follow(answers: (Response | Error)[]) {
  const seen = { messages: [] as string[], resets: 0, live: [] as boolean[], asked: [] as (string | undefined)[] };
  const abort = new AbortController();
  const parts: FollowParts = {
    open: (lastId) => {
      seen.asked.push(lastId);
      const answer = answers.shift();
      if (answer === undefined) abort.abort();
      return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer ?? new Error('over'));
    },
    wait: () => Promise.resolve(),
    random: () => 0,
  };
  const follower = {
    onMessage: ({ data }: { data: string }) => void seen.messages.push(data),
    onReset: () => void (seen.resets += 1),
    onLive: (isLive: boolean) => void seen.live.push(isLive),
  };
  await followEvents(follower, parts, abort.signal);
  return seen;
}

describe('following events', () => {
  it('goes on after the last id, also after one that came without data and across chunks', async () => {
    const seen = await follow([
      streamOf('event: ready\ndata: {}\nid: 1\n\nevent: order.paid\nda', 'ta: a\nid: 2\n\n: still here\nid: 5\n\n'),
      new Error('the server is away'),
      streamOf('event: ready\ndata: {}\nid: 5\n\nevent: order.paid\ndata: b\nid: 6\n\n'),
    ]);
    expect(seen.messages).toEqual(['a', 'b']);
    expect(seen.asked).toEqual([undefined, '5', '5', '6']);
    expect(seen.resets).toBe(0);
    expect(seen.live).toContain(false);
  });

  it('says when something was missed for good', async () => {
    const seen = await follow([streamOf('event: reset\ndata: {}\nid: 9\n\n')]);
    expect([seen.resets, seen.messages]).toEqual([1, []]);
  });

  it('ends when the session is over', async () => {
    const over = new ApiError(problemWithout(401, 'over'));
    await expect(follow([over])).rejects.toBe(over);
  });

  it('waits longer from time to time, and never longer than a quarter of a minute', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => waitBefore(attempt, 1));
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(waitBefore(3, 0)).toBe(2000);
  });
});
