import { ApiError, isProblem, problemWithout } from './problem';
import { session } from './session';

export interface CallOptions {
  readonly body?: unknown;
  /** The version that was shown: sent as `If-Match`. */
  readonly version?: number;
  readonly idempotencyKey?: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Calls the API as the person who is logged in. @throws ApiError for every answer that is not 2xx, and for none at all. */
export async function call<Body>(method: Method, path: string, options: CallOptions = {}): Promise<Answer<Body>> {
  const answer = await send(method, path, options);
  const text = answer.status === 204 ? '' : await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as Body, headers: answer.headers };
}

/** A file, such as a label. */
export async function download(path: string): Promise<Blob> {
  return (await send('GET', path, {})).blob();
}

export async function read<Body>(path: string, signal?: AbortSignal): Promise<Body> {
  return (await call<Body>('GET', path, { signal })).body;
}

/** An answer that goes on, such as the live events after the one of the id `lastId`. */
export function openStream(path: string, lastId: string | undefined, signal: AbortSignal): Promise<Response> {
  return send('GET', path, { signal, headers: lastId === undefined ? {} : { 'last-event-id': lastId } });
}

async function send(method: Method, path: string, options: CallOptions): Promise<Response> {
  const token = await session.accessToken();
  let answer = await attempt(method, path, options, token);
  if (answer.status === 401) answer = await attempt(method, path, options, await session.renewAfter(token));
  if (answer.ok) return answer;
  const body: unknown = await answer.json().catch(() => undefined);
  throw new ApiError(isProblem(body) ? body : problemWithout(answer.status, answer.statusText));
}

async function attempt(method: Method, path: string, options: CallOptions, token: string): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      headers: headersOf(options, token),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      credentials: 'omit',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(problemWithout(0, 'The server does not answer'));
  }
}

function headersOf({ body, version, idempotencyKey, headers }: CallOptions, token: string): Record<string, string> {
  return {
    ...headers,
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': `"${idempotencyKey}"` }),
  };
}
