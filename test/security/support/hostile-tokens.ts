import { randomUUID } from 'node:crypto';
import { base64url, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { Api } from '../../support/api';
import { World } from '../../support/world';
import type { Stage } from './stage';

interface KeyRow {
  readonly kid: string;
  readonly private_jwk: JWK;
  readonly public_jwk: JWK;
}

type SigningKey = Parameters<SignJWT['sign']>[0];

/** The claims of a real token, which each hostile one keeps but for what is wrong with it. */
function claimsIn(token: string): JWTPayload {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as JWTPayload;
}

function sign(claims: JWTPayload, kid: string, key: SigningKey, alg = 'ES256', typ = 'at+jwt'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, typ, kid }).sign(key);
}

/** `header.claims.` without a signature, for algorithms that a careless verifier would take at their word. */
function unsigned(header: object, claims: JWTPayload): string {
  return `${base64url.encode(JSON.stringify(header))}.${base64url.encode(JSON.stringify(claims))}.`;
}

function without(claims: JWTPayload, ...names: string[]): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
}

/**
 * `Authorization` headers that must not be believed, by what is wrong with them; and `genuine`, made the same way with
 * nothing wrong, which shows that it is the fault that is refused. Made with the server's own key where they can be.
 */
export async function authorizationHeaders(
  stage: Stage,
): Promise<{ genuine: string; hostile: Record<string, string> }> {
  const [row] = await stage.query<KeyRow>(
    `select kid, private_jwk, public_jwk from signing_keys where purpose = 'token' and not_after is null`,
  );
  if (row === undefined) throw new Error('There is no signing key');
  const { kid } = row;
  const key = await importJWK(row.private_jwk, 'ES256');
  const { privateKey: strange } = await generateKeyPair('ES256');
  const token = stage.tokenOf('admin') ?? '';
  const claims = { ...claimsIn(token), jti: randomUUID() };
  const published = new TextEncoder().encode(JSON.stringify(row.public_jwk));
  const pastS = Math.floor(Date.now() / 1000) - 1;
  const tokens = {
    expired: await sign({ ...claims, iat: pastS - 900, exp: pastS }, kid, key),
    'without expiry': await sign(without(claims, 'exp'), kid, key),
    'of another key': await sign(claims, kid, strange),
    'of an unknown key': await sign(claims, randomUUID(), strange),
    'of algorithm none': unsigned({ alg: 'none', typ: 'at+jwt', kid }, claims),
    'of HS256 with the public key': await sign(claims, kid, published, 'HS256'),
    'of another issuer': await sign({ ...claims, iss: 'somebody' }, kid, key),
    'for another audience': await sign({ ...claims, aud: 'something' }, kid, key),
    'of another type': await sign(claims, kid, key, 'ES256', 'JWT'),
    'without a subject': await sign(without(claims, 'sub'), kid, key),
    'of an unknown client': await sign({ ...claims, sub: randomUUID() }, kid, key),
    'of an unknown role': await sign({ ...claims, role: 'root' }, kid, key),
    'with changed claims': [token.split('.')[0], base64url.encode(JSON.stringify(claims)), token.split('.')[2]].join(
      '.',
    ),
    'cut short': token.slice(0, -4),
    'of a revoked client': (await revokedClient(stage)).token ?? '',
    garbage: 'a.b.c',
    'no token at all': '',
  };
  const hostile = Object.fromEntries(Object.entries(tokens).map(([name, text]) => [name, `Bearer ${text}`]));
  hostile['of another scheme'] = `Basic ${token}`;
  hostile['without a scheme'] = token;
  hostile['two at once'] = `Bearer ${token}, Bearer ${token}`;
  return { genuine: `Bearer ${await sign(claims, kid, key)}`, hostile };
}

async function revokedClient(stage: Stage): Promise<Api> {
  const client = await World.addClient(stage.callers.admin, { role: 'admin' });
  const { sub } = claimsIn(client.token ?? '');
  await stage.callers.admin.change('post', `/v1/clients/${sub ?? ''}/revoke`, 1).expect(200);
  return client;
}
