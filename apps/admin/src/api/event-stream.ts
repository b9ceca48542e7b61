/** One message of a stream of server-sent events; `data` is the text as it was sent. */
export interface StreamMessage {
  /** The last id that the stream has told, also by a message without data. */
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/** Reads a stream of server-sent events (WHATWG HTML, section 9.2.6) as it comes. Messages without data only move the id. */
export async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamMessage> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (text + value).split(/\r?\n\r?\n/);
      text = blocks.pop() ?? '';
      for (const block of blocks) yield messageOf(block);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function messageOf(block: string): StreamMessage {
  const message = { id: undefined as string | undefined, event: 'message', data: [] as string[] };
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id') message.id = value;
    if (name === 'event') message.event = value;
    if (name === 'data') message.data.push(value);
  }
  return { ...message, data: message.data.join('\n') };
}
