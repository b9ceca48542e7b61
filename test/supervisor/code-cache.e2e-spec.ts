import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHILD_FLAGS } from '../../apps/api/src/supervisor/child-flags';

const BUNDLE = join(__dirname, '..', '..', 'dist', 'bundle');

/** A file is named after all that need it; those that neither `main` nor `serve` needs are loaded when somebody asks for them. */
const LOADED_AT_START = /~(main|serve)[~.].*text\.js$/;

/** Whether V8 takes the code that the build kept of a file; told by a process with these flags. */
const PROBE = `
  const { readFileSync } = require('node:fs');
  const { wrap } = require('node:module');
  const { cachedDataVersionTag } = require('node:v8');
  const { Script } = require('node:vm');
  for (const file of process.argv.slice(1)) {
    const cachedData = readFileSync(file + '.' + cachedDataVersionTag().toString(16) + '.code');
    const { cachedDataRejected } = new Script(wrap(readFileSync(file, 'latin1')), { filename: file, cachedData });
    console.log(cachedDataRejected ? 'rejected' : 'taken');
  }`;

describe('the code that the build keeps of packages', () => {
  const files = readdirSync(BUNDLE)
    .filter((name) => LOADED_AT_START.test(name))
    .map((name) => join(BUNDLE, name));

  it.each([
    ['a process of its own', []],
    ['a child', CHILD_FLAGS],
  ])('is taken by %s', (_who, flags) => {
    const told = execFileSync(process.execPath, [...flags, '--eval', PROBE, ...files], { encoding: 'utf8' });
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(told.trim().split('\n')).toEqual(files.map(() => 'taken'));
  });
});
