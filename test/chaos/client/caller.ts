import { Agent, request, type IncomingMessage } from 'node:http';

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly baseUrl: string;
  readonly path: string;
  readonly authorization: string;
  /** JSON, or a form as `URLSearchParams`. */
  readonly body?: object;
  readonly idempotencyKey?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly replayed: boolean;
}

/** No answer: the outcome is unknown. The message is short: `timeout`, or the socket's code. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** No request waits for another one's connection here: its time is the server's. */
const SOCKETS_PER_HOST = 1_024;

/** Calls over keep-alive connections. A call that takes too long loses its connection, as a client that gives up does. */
export class Caller {
  private readonly agent = new Agent({
    keepAlive: true,
    maxSockets: SOCKETS_PER_HOST,
    maxFreeSockets: SOCKETS_PER_HOST,
    scheduling: 'fifo',
  });

  constructor(private readonly timeoutMs: number) {}

  /** @throws Unanswered */
  call(call: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const form = call.body instanceof URLSearchParams;
      const text = call.body === undefined ? undefined : form ? String(call.body) : JSON.stringify(call.body);
      const headers: Record<string, string> = { authorization: call.authorization };
      if (text !== undefined) {
        headers['content-type'] = form ? 'application/x-www-form-urlencoded' : 'application/json';
        headers['content-length'] = String(Buffer.byteLength(text));
      }
      if (call.idempotencyKey !== undefined) headers['idempotency-key'] = `"${call.idempotencyKey}"`;
      const outgoing = request(call.baseUrl + call.path, { method: call.method, agent: this.agent, headers });
      const fail = (why: string): void => {
        clearTimeout(timer);
        reject(new Unanswered(why));
        outgoing.destroy();
      };
      const timer = setTimeout(() => fail('timeout'), this.timeoutMs);
      outgoing.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
      outgoing.on('response', (incoming) => {
        read(incoming).then(
          (answer) => {
            clearTimeout(timer);
            resolve(answer);
          },
          () => fail('answer cut short'),
        );
      });
      outgoing.end(text);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

async function read(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const replayed = incoming.headers['idempotency-replayed'] === 'true';
  return { status: incoming.statusCode ?? 0, body: parsed(text), replayed };
}

/** A body that is no JSON says nothing more than its status. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
