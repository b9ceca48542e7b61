import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';
import { SetupFailure } from './setup-failure.mjs';

/** Adds what `.env` holds to the environment; what is there already wins. */
export function loadEnvironmentFile() {
  const file = join(CHECKOUT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** A variable, or the content of the file that `<name>_FILE` names, as secrets in containers come; else undefined. */
export function variable(name) {
  const file = process.env[`${name}_FILE`];
  if (process.env[name] || !file) return process.env[name] || undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new SetupFailure(`${name}_FILE names ${file}, which can't be read (${error.code}): correct it.`);
  }
}
