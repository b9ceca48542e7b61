import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from './caller';
import type { Credentials } from './plan';

/** Well before the server's lifetime of a token ends. */
const RENEW_AFTER_MS = 600_000;
const RETRY_MS = 500;

interface Held {
  readonly token: Promise<string>;
  readonly sinceMs: number;
}

/** The bearer tokens of a run's clients, got once and renewed in time. */
export class Tokens {
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly caller: Caller,
    private readonly baseUrl: () => string,
  ) {}

  /** The header to send. Keeps trying while the server cannot be reached. */
  async authorization(client: Credentials): Promise<string> {
    const known = this.held.get(client.clientId);
    if (known !== undefined && performance.now() - known.sinceMs < RENEW_AFTER_MS) return known.token;
    const held = { token: this.fetch(client), sinceMs: performance.now() };
    this.held.set(client.clientId, held);
    return held.token;
  }

  /** The server no longer takes this client's token. */
  forget(client: Credentials): void {
    this.held.delete(client.clientId);
  }

  private async fetch({ clientId, clientSecret }: Credentials): Promise<string> {
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    for (;;) {
      const body = new URLSearchParams({ grant_type: 'client_credentials' });
      const call = { method: 'POST', path: '/oauth/token', authorization: basic, body } as const;
      const answer = await this.caller.call({ ...call, baseUrl: this.baseUrl() }).catch(() => undefined);
      if (answer?.status === 200) return `Bearer ${(answer.body as { access_token: string }).access_token}`;
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) {
        throw new Error(`No token for ${clientId}: ${answer.status} ${JSON.stringify(answer.body)}`);
      }
      await delay(RETRY_MS);
    }
  }
}
