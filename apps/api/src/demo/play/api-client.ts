import { setTimeout as delay } from 'node:timers/promises';

export interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

export interface ApiAnswer<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface ApiRequest {
  readonly body?: unknown;
  /** Repeated with every attempt, so that a request of unknown outcome happens once. */
  readonly idempotencyKey?: string;
  /** `Prefer`, such as `wait=5`. */
  readonly prefer?: string;
}

const ATTEMPTS = 6;
const TIMEOUT_MS = 10_000;
const MAX_WAIT_MS = 10_000;
/** A token is renewed this long before it ends. */
const RENEW_BEFORE_MS = 30_000;

/** A client of the public API that behaves: it renews its token, waits as told by 429 and 503, and repeats safely. */
export class ApiClient {
  private token: Promise<{ value: string; untilMs: number }> | undefined;

  constructor(
    private readonly baseUrl: string,
    private readonly credentials: Credentials,
    private readonly signal: AbortSignal,
  ) {}

  get<Body>(path: string): Promise<ApiAnswer<Body>> {
    return this.request('GET', path, {});
  }

  post<Body>(path: string, request: ApiRequest): Promise<ApiAnswer<Body>> {
    return this.request('POST', path, request);
  }

  /** Answers whatever the API says in the end; throws when it says nothing after several attempts. */
  private async request<Body>(method: string, path: string, request: ApiRequest): Promise<ApiAnswer<Body>> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.attempt(method, path, request).catch((error: unknown) => {
        if (attempt === ATTEMPTS || this.signal.aborted) throw error;
        return undefined;
      });
      if (response !== undefined && (attempt === ATTEMPTS || !isPassing(response.status))) {
        const text = await response.text();
        return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
      }
      await response?.arrayBuffer();
      if (response?.status === 401) this.token = undefined;
      await delay(waitMs(response, attempt), undefined, { signal: this.signal });
    }
  }

  private async attempt(method: string, path: string, { body, idempotencyKey, prefer }: ApiRequest): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${await this.currentToken()}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (idempotencyKey !== undefined) headers['idempotency-key'] = `"${idempotencyKey}"`;
    if (prefer !== undefined) headers['prefer'] = prefer;
    return fetch(this.baseUrl + path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
  }

  private async currentToken(): Promise<string> {
    this.token ??= this.fetchToken();
    const { value, untilMs } = await this.token.catch((error: unknown) => {
      this.token = undefined;
      throw error;
    });
    if (performance.now() > untilMs) this.token = undefined;
    return value;
  }

  private async fetchToken(): Promise<{ value: string; untilMs: number }> {
    const { client_id: id, client_secret: secret } = this.credentials;
    const response = await fetch(`${this.baseUrl}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (!response.ok) throw new Error(`No token for ${id}: ${response.status} ${await response.text()}`);
    const { access_token, expires_in } = (await response.json()) as { access_token: string; expires_in: number };
    return { value: access_token, untilMs: performance.now() + expires_in * 1000 - RENEW_BEFORE_MS };
  }
}

/** Worth another attempt: a token that ended, a limit, overload, a server that restarts. */
function isPassing(status: number): boolean {
  return status === 401 || status === 429 || status === 502 || status === 503 || status === 504;
}

/** What the server asks for, else doubling steps; with jitter, so that clients do not come back all at once. */
function waitMs(response: Response | undefined, attempt: number): number {
  const askedS = Number(response?.headers.get('retry-after') ?? Number.NaN);
  const baseMs = Number.isFinite(askedS) ? askedS * 1000 : 100 * 2 ** attempt;
  return Math.min(MAX_WAIT_MS, baseMs) * (1 + Math.random() / 4);
}
