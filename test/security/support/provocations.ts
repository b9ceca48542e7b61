import { randomUUID } from 'node:crypto';
import { answersIn, RawClient, requestHead } from './raw-client';
import { admittedRole, completeCall, missingPath } from './requests';
import type { Answer } from './send';
import { ROLES, type DeclaredRoute, type Stage } from './stage';
import type { IdempotencyRows } from './idempotency-rows';

export interface Provoker {
  readonly stage: Stage;
  readonly rows: IdempotencyRows;
}

type Provocation = (provoker: Provoker, route: DeclaredRoute) => Promise<Answer>;

const TIGHT_LIMIT_CALLS = 12;
const ADDRESS_LIMIT_CALLS = 600;
const HUNDRED_MB = 100_000_000;

/** How each status is brought about on any route that it applies to. */
export const PROVOCATIONS: Readonly<Record<number, Provocation>> = {
  400: ({ stage }, route) => {
    const call = completeCall(route, stage.ids);
    const path = `${call.path}${call.path.includes('?') ? '&' : '?'}no_such_parameter=1`;
    return stage.send({ ...call, path, token: tokenFor(stage, route) });
  },
  401: ({ stage }, route) => stage.send(completeCall(route, stage.ids)),
  403: ({ stage }, route) => {
    const { auth } = route.spec;
    const stranger = ROLES.find((role) => auth !== 'public' && !auth.roles.includes(role));
    if (stranger === undefined) throw new Error(`${route.name} admits every role, so 403 does not apply`);
    return stage.send({ ...completeCall(route, stage.ids), token: stage.tokenOf(stranger) });
  },
  404: ({ stage }, route) => {
    const path = missingPath(route, stage.ids);
    return stage.send({ ...completeCall(route, stage.ids), path, token: tokenFor(stage, route) });
  },
  409: async ({ stage, rows }, route) => {
    const { headers, ...call } = { ...completeCall(route, stage.ids), token: tokenFor(stage, route) };
    const key = headers['idempotency-key'] ?? '';
    await stage.send({ ...call, headers });
    const bound = await rows.find(key);
    if (bound === undefined) throw new Error(`${route.name} did not bind its key with a valid request`);
    const other = randomUUID();
    const again = {
      ...completeCall(route, stage.ids),
      headers: { ...headers, 'idempotency-key': other },
      token: call.token,
    };
    return rows.whileRunning(bound.scope, bound.route, other, () => stage.send(again));
  },
  412: ({ stage }, route) => stage.send({ ...completeCall(route, stage.ids), token: tokenFor(stage, route) }),
  413: ({ stage }, route) => declareBody(stage, route, HUNDRED_MB),
  415: ({ stage }, route) => {
    const call = completeCall(route, stage.ids);
    const headers = { ...call.headers, 'content-type': 'text/xml' };
    return stage.send({ ...call, headers, body: '<order/>', token: tokenFor(stage, route) });
  },
  422: async ({ stage }, route) => {
    const first = { ...completeCall(route, stage.ids), token: tokenFor(stage, route) };
    await stage.send(first);
    return stage.send({ ...completeCall(route, stage.ids), headers: first.headers, token: first.token });
  },
  428: ({ stage }, route) => {
    const { headers, ...call } = completeCall(route, stage.ids);
    delete headers['if-match'];
    return stage.send({ ...call, headers, token: tokenFor(stage, route) });
  },
  429: ({ stage }, route) => (route.spec.auth === 'public' ? floodAddress(stage, route) : exhaustClient(stage, route)),
};

function tokenFor(stage: Stage, route: DeclaredRoute): string | undefined {
  const role = admittedRole(route);
  return role === undefined ? undefined : stage.tokenOf(role);
}

/** Announces a body of that size and sends nothing of it: the refusal must not wait for it. */
async function declareBody(stage: Stage, route: DeclaredRoute, bytes: number): Promise<Answer> {
  const { path, headers } = completeCall(route, stage.ids);
  const lines = { 'content-type': 'application/json', 'content-length': String(bytes), ...headers };
  const client = new RawClient(stage.port).write(requestHead(route.method, path, lines));
  const [answer] = answersIn(await client.ended);
  if (answer === undefined) throw new Error('The connection ended without an answer');
  return answer;
}

async function exhaustClient(stage: Stage, route: DeclaredRoute): Promise<Answer> {
  const role = admittedRole(route);
  const token = role === undefined ? undefined : await stage.tightToken(role);
  return untilLimited(TIGHT_LIMIT_CALLS, () =>
    stage.send({ method: route.method, path: missingPath(route, stage.ids), token }),
  );
}

/** Faster than the bucket of the address fills up again: all on one connection, without waiting for the answers. */
async function floodAddress(stage: Stage, { method, path }: DeclaredRoute): Promise<Answer> {
  const address = `172.16.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;
  const concrete = path.replace(/:[a-z_]+/, 'NO-SUCH-THING');
  const headers = { 'x-forwarded-for': address, ...(method === 'GET' ? {} : { 'content-length': '0' }) };
  const flood = requestHead(method, concrete, headers).repeat(ADDRESS_LIMIT_CALLS);
  const last = requestHead(method, concrete, { ...headers, connection: 'close' });
  const answers = answersIn(await new RawClient(stage.port).write(flood + last).ended);
  const limited = answers.find(({ status }) => status === 429) ?? answers.at(-1);
  if (limited === undefined) throw new Error('The connection ended without an answer');
  return limited;
}

async function untilLimited(calls: number, call: () => Promise<Answer>): Promise<Answer> {
  let last = await call();
  for (let made = 1; made < calls && last.status !== 429; made++) last = await call();
  return last;
}
