// `npm start`: everything that Linehaul needs, on a machine that has Node and npm. Plain Node, because nothing else is
// installed when it begins.
import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Application, PortLost } from './lib/application.mjs';
import { banner } from './lib/banner.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { CHECKOUT } from './lib/checkout.mjs';
import { prepareDatabase } from './lib/database.mjs';
import { keepDemoFile, knownDemo } from './lib/demo-file.mjs';
import { loadEnvironmentFile } from './lib/environment.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { takeInstanceLock } from './lib/instance-lock.mjs';
import { watchLauncher } from './lib/launcher.mjs';
import { LogFile } from './lib/log-file.mjs';
import { choosePorts } from './lib/ports.mjs';
import { bringUpServers } from './lib/servers.mjs';
import { sentenceFor } from './lib/setup-failure.mjs';

/** npm hands a Ctrl-C on although the terminal already has: only a later one means "now". */
const SECOND_SIGNAL_AFTER_MS = 1000;

const PORT_ATTEMPTS = 5;

/** An application that ends sooner than this after it was ready has not been of use. */
const OF_USE_MS = 10_000;
const USELESS_LIMIT = 5;

const stopping = new AbortController();
let stopRequested;
const stopSignal = new Promise((resolveSignal) => (stopRequested = resolveSignal));
let servers;
let application;
let giveLockBack;

function listenForSignals() {
  let firstAt;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = Date.now();
        requestStop();
      } else if (Date.now() - firstAt > SECOND_SIGNAL_AFTER_MS) {
        application?.kill();
        servers?.kill();
        process.exit(1);
      }
    });
  }
}

async function start() {
  const { signal } = stopping;
  loadEnvironmentFile();
  await ensureInstalled(signal);
  await ensureBuilt(signal);
  const stateFolder = resolve(CHECKOUT, process.env.LINEHAUL_STATE || '.linehaul');
  mkdirSync(stateFolder, { recursive: true });
  giveLockBack = takeInstanceLock(join(stateFolder, 'start.lock'));
  const host = process.env.LINEHAUL_HOST || '127.0.0.1';
  await choosePorts(join(stateFolder, 'ports.json'), host, process.env); // before anything is started for nothing
  servers = await bringUpServers(stateFolder, (name, error) => {
    stopRequested({
      code: 1,
      reason: `${name} cannot be kept running (${error.message}): see its server.log below ${stateFolder}.`,
    });
  });
  signal.throwIfAborted();
  const { databaseUrl, redisUrl } = servers;
  const demo = !/^(off|false|0|no)$/i.test(process.env.LINEHAUL_DEMO ?? '');
  console.log(demo ? 'Migrating, and filling an empty database with the demo …' : 'Migrating …');
  const demoFile = join(stateFolder, 'demo.json');
  const known = knownDemo(demoFile, servers.database);
  const order = { databaseUrl, redisUrl, stateFolder, demo, seeded: known.clients !== undefined };
  const prepared = await prepareDatabase(order, signal);
  const made = prepared.demo?.created ? prepared.demo : { clients: known.clients, console: prepared.demo?.console };
  const urls = await serve(host, stateFolder);
  const content = keepDemoFile(demoFile, urls, servers.database, { ...made, console: made.console ?? known.console });
  const shown = (file) => relative(process.cwd(), file);
  const { clients, console: consoleUser } = content;
  console.log(
    banner({ urls, clients, consoleUser, servers, logFile: shown(application.log.file), demoFile: shown(demoFile) }),
  );
}

/** Launches the application until it has the ports that it was given: somebody may be quicker to take one. */
async function serve(host, stateFolder) {
  for (let attempt = 1; ; attempt++) {
    const ports = await choosePorts(join(stateFolder, 'ports.json'), host, process.env);
    const urls = urlsOf(host, ports);
    const environment = environmentOf(host, ports);
    application = new Application(environment, new LogFile(join(stateFolder, 'linehaul.log')));
    try {
      await application.ready(urls.management_url, stopping.signal);
    } catch (error) {
      if (error instanceof PortLost && attempt < PORT_ATTEMPTS) continue;
      throw error;
    }
    keepServing(environment, urls.management_url, 0);
    return urls;
  }
}

/** The supervisor replaces its children; a supervisor that ends unasked is replaced here. */
function keepServing(environment, managementUrl, useless) {
  const { exited, log } = application;
  const readyAt = Date.now();
  exited.then(async (status) => {
    if (stopping.signal.aborted) return;
    const lostAt = Date.now();
    const inARow = lostAt - readyAt < OF_USE_MS ? useless + 1 : 0;
    try {
      if (inARow >= USELESS_LIMIT) throw new Error(`The application ended ${inARow} times in a row (${status})`);
      console.log(`The application ended unexpectedly (${status}); starting it again …`);
      application = new Application(environment, log); // beside the servers, if they are lost too
      await servers.ready();
      stopping.signal.throwIfAborted();
      await application.ready(managementUrl, stopping.signal);
      console.log(`The application is back after ${((Date.now() - lostAt) / 1000).toFixed(1)} s.`);
      keepServing(environment, managementUrl, inARow);
    } catch (error) {
      if (stopping.signal.aborted) return;
      stopRequested({ code: 1, reason: `${error.message}; the end of ${log.file}:\n${log.lastLines()}` });
    }
  });
}

function urlsOf(host, ports) {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const name = reached.includes(':') ? `[${reached}]` : reached;
  const baseUrl = `http://${name}:${ports.http}`;
  return {
    base_url: baseUrl,
    docs_url: `${baseUrl}/docs`,
    management_url: `http://${name}:${ports.management}`,
    grpc_address: `${name}:${ports.grpc}`,
  };
}

function environmentOf(host, ports) {
  return {
    ...process.env,
    NODE_ENV: process.env.NODE_ENV || 'production',
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    LINEHAUL_HOST: host,
    LINEHAUL_PROBE_PERIOD_MS: process.env.LINEHAUL_PROBE_PERIOD_MS || '0', // no balancer in front
    PORT: String(ports.http),
    MANAGEMENT_PORT: String(ports.management),
    GRPC_PORT: String(ports.grpc),
  };
}

/** The application first, then what it stands on. */
async function takeDown() {
  await application?.stop();
  await application?.log.close();
  await servers?.stop();
  giveLockBack?.();
}

function requestStop() {
  stopping.abort();
  stopRequested({ code: 0 });
}

/** Waits for what is being set up to give in, so that nothing it has just started is forgotten. */
async function finish(starting, { code, reason }) {
  if (reason === undefined) console.log('\nStopping …');
  else console.error(`\n${reason}`);
  stopping.abort();
  await starting.catch(() => undefined);
  await takeDown();
  return code;
}

listenForSignals();
watchLauncher(requestStop);
const starting = start();
try {
  const outcome = (await Promise.race([starting, stopSignal])) ?? (await stopSignal);
  process.exit(await finish(starting, outcome));
} catch (error) {
  await takeDown();
  console.error(`\n${sentenceFor(error)}`);
  process.exit(1);
}
