import type { Answer, Call, GatewayProcess } from './gateway-world';

let addresses = 0;

/** An address that no test has used: its limits are whole. */
export function freshAddress(): string {
  return `2001:db8:1:${(++addresses).toString(16)}::1`;
}

/** A page of the console in a browser: keeps its cookie and its access token. */
export class ConsolePage {
  cookie = '';
  token = '';

  constructor(
    public process: GatewayProcess,
    readonly address: string = freshAddress(),
  ) {}

  async logIn(username: string, password: string): Promise<Answer> {
    return this.keep(await this.process.call('POST', '/v1/sessions', this.from({ body: { username, password } })));
  }

  async refresh(headers: Readonly<Record<string, string>> = {}, cookie: string = this.cookie): Promise<Answer> {
    const sent = { 'x-linehaul-console': '1', ...(cookie !== '' && { cookie }), ...headers };
    return this.keep(await this.process.call('POST', '/v1/sessions/refresh', this.from({ headers: sent })));
  }

  logOut(): Promise<Answer> {
    return this.process.call('DELETE', '/v1/sessions/current', this.from({ token: this.token }));
  }

  current(process: GatewayProcess = this.process): Promise<Answer> {
    return process.call('GET', '/v1/sessions/current', this.from({ token: this.token }));
  }

  private from(call: Call): Call {
    return { ...call, address: this.address };
  }

  private keep(answer: Answer): Answer {
    const set = answer.headers['set-cookie'];
    if (typeof set === 'string') this.cookie = set.split(';')[0] ?? '';
    if (typeof answer.body.access_token === 'string') this.token = answer.body.access_token;
    return answer;
  }
}
