/** One request, exactly as it is to be sent. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects are sent as JSON; text and bytes as they are, with the content type of JSON unless the headers say another. */
  readonly body?: unknown;
  /** The remote address to be seen as; a new one for each call unless said, so that no address limit is in the way. */
  readonly address?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON document; undefined when it is none. */
  readonly document: Readonly<Record<string, unknown>> | undefined;
}

let calls = 0;

/** An address that nobody had before: behind one trusted proxy, `X-Forwarded-For` says who it is. */
function freshAddress(): string {
  calls++;
  return `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}`;
}

export async function send(baseUrl: string, call: Call): Promise<Answer> {
  const { body } = call;
  const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(baseUrl + call.path, {
    method: call.method,
    redirect: 'manual',
    headers: {
      'x-forwarded-for': call.address ?? freshAddress(),
      ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    body: raw ? (body as string | Uint8Array<ArrayBuffer> | undefined) : JSON.stringify(body),
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) {
    await response.body?.cancel(); // it would go on for ten minutes
    return { status: response.status, headers: response.headers, document: undefined };
  }
  return { status: response.status, headers: response.headers, document: documentOf(await response.text()) };
}

function documentOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
