/** The receiver of a chaos run, in a process of its own: nothing that is done to the system is done to it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { HistoryWriter } from '../client/history-writer';
import type { Heard, ReceiverMessage, ReceiverPlan } from './heard';

/** One message in so many is refused at its first arrival, so that there are repetitions without any fault. */
const STUMBLE_EVERY = 25;

interface Body {
  readonly data: { readonly order_id: string; readonly sequence: number };
}

class Receiver {
  private readonly refused = new Set<string>();
  private count = 0;

  constructor(
    private readonly plan: ReceiverPlan,
    private readonly history: HistoryWriter<Heard>,
  ) {}

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const endpoint = (request.url ?? '').slice(1);
    const id = String(request.headers['webhook-id']);
    const { order_id: order, sequence } = (JSON.parse(text) as Body).data;
    const signed = verifies(this.plan.secrets[endpoint] ?? '', text, request);
    const accepted = !this.stumbles(id);
    this.history.note({ do: 'heard', at: Date.now(), endpoint, id, order, sequence, signed, accepted });
    await this.history.synced();
    response.writeHead(accepted ? 204 : 500).end();
  }

  private stumbles(id: string): boolean {
    this.count += 1;
    if (this.count % STUMBLE_EVERY !== 0 || this.refused.has(id)) return false;
    this.refused.add(id);
    return true;
  }
}

function verifies(secret: string, text: string, { headers }: IncomingMessage): boolean {
  try {
    new Webhook(secret).verify(text, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

async function serve(plan: ReceiverPlan): Promise<void> {
  const receiver = new Receiver(plan, await HistoryWriter.create<Heard>(plan.historyFile));
  const server = createServer((request, response) => {
    receiver.take(request, response).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const message: ReceiverMessage = { do: 'listening', port: (server.address() as AddressInfo).port };
    process.send?.(message);
  });
}

process.once('message', (plan: ReceiverPlan) => {
  serve(plan).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit());
