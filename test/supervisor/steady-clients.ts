import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { anOrder } from '#lib/testing';

export interface Tally {
  /** Ids of the orders that were answered 201. */
  readonly orderIds: readonly string[];
  /** Requests that were answered otherwise, or not at all. */
  readonly failures: readonly string[];
}

/** Merchants that place one order after the other, each over a connection that it keeps for as long as it may. */
export class SteadyClients {
  private readonly orderIds: string[] = [];
  private readonly failures: string[] = [];
  private readonly answered = new EventEmitter();
  private readonly running: Promise<void>;
  private stopped = false;

  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
    clients: number,
  ) {
    this.running = Promise.all(Array.from({ length: clients }, () => this.client())).then(() => undefined);
  }

  /** Resolves when so many more orders are answered. */
  async more(orders: number): Promise<void> {
    const target = this.orderIds.length + orders;
    while (this.orderIds.length < target) await once(this.answered, 'one');
  }

  get failed(): number {
    return this.failures.length;
  }

  async stop(): Promise<Tally> {
    this.stopped = true;
    await this.running;
    return { orderIds: this.orderIds, failures: this.failures };
  }

  private async client(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.stopped) {
      try {
        this.orderIds.push(await place(this.baseUrl, this.token, agent));
      } catch (error) {
        this.failures.push(error instanceof Error ? error.message : String(error));
      }
      this.answered.emit('one');
    }
    agent.destroy();
  }
}

/** Places an order and answers its id; throws whatever else comes. Without an agent, over a connection of its own. */
export async function place(baseUrl: string, token: string, agent: Agent | false = false): Promise<string> {
  const body = JSON.stringify(anOrder().build());
  const asked = request(`${baseUrl}/v1/orders`, {
    method: 'POST',
    agent,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': `"${randomUUID()}"`,
    },
  });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  if (answer.statusCode !== 201) throw new Error(`${answer.statusCode} ${text}`);
  return (JSON.parse(text) as { id: string }).id;
}
