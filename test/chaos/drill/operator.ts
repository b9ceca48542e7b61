import { randomUUID } from 'node:crypto';
import { eventually } from '../../../libs/testing/eventually';

/** How long an installation that is being shaken may fail to answer. */
const PATIENCE_MS = 10_000;

interface Said {
  readonly status: number;
  readonly text: string;
}

/** A client of the API for whoever runs the drill; asks again when the installation is being shaken. */
export class Operator {
  private constructor(
    private readonly baseUrl: string,
    private token: string,
    private readonly renew: () => Promise<string>,
  ) {}

  static async signIn(baseUrl: string, clientId: string, secret: string): Promise<Operator> {
    const renew = (): Promise<string> => tokenOf(baseUrl, clientId, secret);
    return new Operator(baseUrl, await renew(), renew);
  }

  get<Body>(path: string): Promise<Body> {
    return this.call<Body>('GET', path);
  }

  create<Body>(path: string, body: object): Promise<Body> {
    return this.call<Body>('POST', path, body, { 'idempotency-key': `"${randomUUID()}"` });
  }

  /** On top of whatever version is in force. */
  async set(values: object): Promise<void> {
    const { version } = await this.get<{ version: number }>('/v1/settings');
    const body = { values, reason: 'A drill' };
    await this.call('PATCH', '/v1/settings', body, { 'if-match': `"${version}"` });
  }

  private async call<Body>(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Body> {
    const ask = (): Promise<Said> => this.ask(method, path, body, headers);
    const { status, text } = await eventually(ask, (said) => said.status > 0 && said.status < 500, PATIENCE_MS);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text) as Body;
  }

  /** Once more where the token has expired meanwhile: a drill lasts longer. No answer is a status of 0. */
  private async ask(
    method: string,
    path: string,
    body: object | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Said> {
    const send = (): Promise<Response> =>
      fetch(this.baseUrl + path, {
        method,
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    try {
      let answer = await send();
      if (answer.status === 401) {
        this.token = await this.renew();
        answer = await send();
      }
      return { status: answer.status, text: await answer.text() };
    } catch (error) {
      return { status: 0, text: String(error) };
    }
  }
}

async function tokenOf(baseUrl: string, clientId: string, secret: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`No token for ${clientId}: ${answer.status}`);
  return token;
}
