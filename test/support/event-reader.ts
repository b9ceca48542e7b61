import type { Api } from './api';

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a stream of server-sent events as it comes. */
export class EventReader {
  readonly events: ServerEvent[] = [];
  /** Resolves when the stream is over: true when it ended in good order. */
  readonly ended: Promise<boolean>;
  private readonly abort = new AbortController();

  private constructor(response: Response, abort: AbortController) {
    this.abort = abort;
    this.ended = this.read(response).then(
      () => true,
      () => false,
    );
  }

  static async open(api: Api, query = '', lastId?: string): Promise<EventReader> {
    const abort = new AbortController();
    const response = await fetch(`${api.baseUrl}/v1/events${query}`, {
      headers: {
        authorization: `Bearer ${api.token ?? ''}`,
        ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
      },
      signal: abort.signal,
    });
    if (response.status !== 200)
      throw new Error(`GET /v1/events answered ${response.status}: ${await response.text()}`);
    return new EventReader(response, abort);
  }

  /** The last id that was read. */
  get lastId(): string {
    return this.events.at(-1)?.id ?? '';
  }

  /** `<order id>-<sequence>` of each event, in the order in which they came. */
  get told(): string[] {
    return this.events.flatMap(({ data }) => (typeof data['event_id'] === 'string' ? [data['event_id']] : []));
  }

  close(): void {
    this.abort.abort();
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const each of messages) this.take(each);
    }
  }

  private take(message: string): void {
    const fields = new Map(
      message.split('\n').map((line) => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), line.slice(colon + 2)];
      }),
    );
    const [event, data, id] = [fields.get('event'), fields.get('data'), fields.get('id')];
    if (event === undefined || data === undefined || id === undefined) return;
    this.events.push({ event, id, data: JSON.parse(data) as ServerEvent['data'] });
  }
}
