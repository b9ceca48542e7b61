import { ApiError, isProblem, problemWithout } from './problem';

export type ConsoleRole = 'viewer' | 'operator' | 'admin';

export interface ConsoleUser {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly role: ConsoleRole;
  readonly locale: string;
}

interface SessionAnswer {
  readonly access_token: string;
  readonly expires_in: number;
  readonly user: ConsoleUser;
}

/** A token is renewed this long before it ends, so that no request meets its end on the way. */
const MARGIN_MS = 15_000;

/**
 * Who is logged in. The access token is in memory alone; what outlives a reload is the cookie, which no script can read.
 * However many requests need a new token at once, one asks for it.
 */
export class Session {
  private token: { readonly text: string; readonly goodUntil: number } | undefined;
  private renewal: Promise<string> | undefined;
  private known: ConsoleUser | undefined;

  constructor(
    private readonly send: typeof fetch = (input, init) => fetch(input, init),
    private readonly now: () => number = () => performance.now(),
  ) {}

  get user(): ConsoleUser | undefined {
    return this.known;
  }

  /** @throws ApiError without an answer, 401 for a wrong name or password, 429 after too many attempts. */
  async logIn(username: string, password: string): Promise<ConsoleUser> {
    const body = JSON.stringify({ username, password });
    const headers = { 'content-type': 'application/json' };
    return this.keep(await this.ask('/v1/sessions', { method: 'POST', headers, body, credentials: 'same-origin' }));
  }

  async logOut(): Promise<void> {
    const token = this.token?.text;
    this.forget();
    if (token === undefined) return;
    await this.send('/v1/sessions/current', {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}`, 'x-linehaul-console': '1' },
      credentials: 'same-origin',
    }).catch(() => undefined);
  }

  /** A token that is good for now. @throws ApiError 401 when nobody is logged in; another when that cannot be found out now. */
  async accessToken(): Promise<string> {
    if (this.token !== undefined && this.token.goodUntil > this.now()) return this.token.text;
    return this.renew();
  }

  /** For a token that the server refused before its time, e.g. because the user's role has changed. */
  renewAfter(refused: string): Promise<string> {
    if (this.token !== undefined && this.token.text !== refused) return Promise.resolve(this.token.text);
    return this.renew();
  }

  /** The language that the person has just chosen, until the server tells it by itself. */
  prefer(locale: string): void {
    if (this.known !== undefined) this.known = { ...this.known, locale };
  }

  private renew(): Promise<string> {
    this.renewal ??= this.askAgain().finally(() => (this.renewal = undefined));
    return this.renewal;
  }

  private async askAgain(): Promise<string> {
    const headers = { 'x-linehaul-console': '1' };
    try {
      await this.keep(await this.ask('/v1/sessions/refresh', { method: 'POST', headers, credentials: 'same-origin' }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.forget();
      throw error;
    }
    return this.token?.text ?? '';
  }

  private ask(path: string, init: RequestInit): Promise<Response> {
    return this.send(path, init).catch(() => {
      throw new ApiError(problemWithout(0, 'The server does not answer'));
    });
  }

  private async keep(answer: Response): Promise<ConsoleUser> {
    const body: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) throw new ApiError(isProblem(body) ? body : problemWithout(answer.status, answer.statusText));
    const { access_token: text, expires_in: seconds, user } = body as SessionAnswer;
    this.token = { text, goodUntil: this.now() + seconds * 1000 - MARGIN_MS };
    this.known = user;
    return user;
  }

  private forget(): void {
    this.token = undefined;
    this.known = undefined;
  }
}

export const session = new Session();
