import { randomUUID } from 'node:crypto';
import request from 'supertest';

/** The public API as one client sees it. Every call is a supertest `Test`: await it, or go on with `.expect(...)`. */
export class Api {
  constructor(
    readonly baseUrl: string,
    readonly token?: string,
  ) {}

  /** Gets a token with the client credentials grant and answers the API as that client. */
  static async signIn(baseUrl: string, clientId: string, secret: string): Promise<Api> {
    const answer = await request(baseUrl)
      .post('/oauth/token')
      .auth(clientId, secret)
      .type('form')
      .send({ grant_type: 'client_credentials' });
    const { access_token: token } = answer.body as { access_token?: string };
    if (token === undefined) throw new Error(`No token for ${clientId}: ${String(answer.status)} ${answer.text}`);
    return new Api(baseUrl, token);
  }

  /** The same client at another process of its installation. */
  at(baseUrl: string): Api {
    return new Api(baseUrl, this.token);
  }

  get(path: string): request.Test {
    return this.authorized(request(this.baseUrl).get(path));
  }

  /** A POST that creates: with an idempotency key, a new one unless said. */
  create(path: string, body: object, key: string = randomUUID()): request.Test {
    return this.authorized(request(this.baseUrl).post(path)).set('idempotency-key', `"${key}"`).send(body);
  }

  /** A POST that needs no key. */
  post(path: string, body: object = {}): request.Test {
    return this.authorized(request(this.baseUrl).post(path)).send(body);
  }

  /** A change by an operator, to the version that they have seen. */
  change(method: 'patch' | 'put' | 'post', path: string, version: number, body: object = {}): request.Test {
    return this.authorized(request(this.baseUrl)[method](path)).set('if-match', `"${version}"`).send(body);
  }

  remove(path: string): request.Test {
    return this.authorized(request(this.baseUrl).delete(path));
  }

  private authorized(call: request.Test): request.Test {
    return this.token === undefined ? call : call.set('authorization', `Bearer ${this.token}`);
  }
}
