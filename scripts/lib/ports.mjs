import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { SetupFailure } from './setup-failure.mjs';

const HOW_FAR = 200;

/** Where each port begins to look, and the variable that fixes it. */
const WANTED = [
  { name: 'http', variable: 'PORT', first: 3000 },
  { name: 'management', variable: 'MANAGEMENT_PORT', first: 3001 },
  { name: 'grpc', variable: 'GRPC_PORT', first: 50_051 },
];

/**
 * The ports to serve on: the one from the environment, which must be free; else the one of last time; else the next
 * free one from the default on. What was chosen is remembered in `file`.
 */
export async function choosePorts(file, host, environment) {
  const remembered = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const chosen = {};
  for (const { name, variable, first } of WANTED) {
    const taken = Object.values(chosen);
    chosen[name] = environment[variable]
      ? await explicit(variable, environment[variable], host)
      : await nextFree([remembered[name], ...range(first)], taken, host);
  }
  writeFileSync(file, `${JSON.stringify(chosen)}\n`);
  return chosen;
}

async function explicit(variable, value, host) {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new SetupFailure(`${variable} is "${value}": it must be a port number from 1 to 65535.`);
  }
  const refusal = await refusalOf(port, host);
  if (refusal === undefined) return port;
  throw new SetupFailure(`${variable} ${port} of ${host} can't be used (${refusal}): free it, or choose another.`);
}

async function nextFree(candidates, taken, host) {
  for (const port of candidates) {
    if (port === undefined || taken.includes(port)) continue;
    if ((await refusalOf(port, host)) === undefined) return port;
  }
  throw new SetupFailure(
    `None of the ports from ${candidates[1]} on is free on ${host}: set PORT, MANAGEMENT_PORT and GRPC_PORT.`,
  );
}

function range(first) {
  return Array.from({ length: HOW_FAR }, (_, offset) => first + offset);
}

/** Why nobody can listen there, as the system's error code; undefined when one can. */
function refusalOf(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(error.code));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
