import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, LOOPBACK } from '#lib/embedded';
import { eventually } from '#lib/testing';
import type { PrometheusTools } from './prometheus-tools';

/** Debian's Alertmanager looks for its templates here, and nowhere else. */
const COMPILED_IN = '/usr/share/prometheus/alertmanager';
const READY_WITHIN_MS = 30_000;

/** A real Alertmanager on loopback. */
export interface Alertmanager {
  readonly url: string;
  stop(): Promise<void>;
}

/** `configOf` is given the folder for what the configuration refers to. */
export async function startAlertmanager(
  tools: PrometheusTools,
  configOf: (folder: string) => string,
): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'linehaul-alertmanager-'));
  writeFileSync(join(folder, 'alertmanager.yml'), configOf(folder));
  const url = `http://${LOOPBACK}:${await freePort()}`;
  const args = [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${new URL(url).host}`,
    '--cluster.listen-address=',
  ];
  const child = spawn(binaryFor(tools, folder), args, { cwd: tools.templates ?? folder, stdio: 'ignore' });
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true });
  };
  const isReady = (): Promise<boolean> =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    await eventually(isReady, Boolean, READY_WITHIN_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/**
 * The same program, which takes its templates from where it is started: unpacked without root they are not in the place that is
 * compiled in, and a path of the same length can stand there instead.
 */
function binaryFor({ alertmanager, templates }: PrometheusTools, folder: string): string {
  if (templates === undefined) return alertmanager;
  const here = './'.repeat(COMPILED_IN.length / 2);
  const program = readFileSync(alertmanager);
  for (let at = program.indexOf(COMPILED_IN); at !== -1; at = program.indexOf(COMPILED_IN, at + 1)) {
    program.write(here, at, 'latin1');
  }
  const copy = join(folder, 'alertmanager');
  writeFileSync(copy, program);
  chmodSync(copy, 0o700);
  return copy;
}
