import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundaries, build, isSound, lint, type Files, type Finding } from './planted';

const MODULES = 'apps/api/src/modules';

/** Breaches of who may import whom: the rule, and the files that break it (the first one is where it is found). */
const CROSSINGS: readonly (readonly [rule: string, what: string, planted: Files])[] = [
  [
    'arrow-from-payment',
    'an arrow that does not exist',
    { [`${MODULES}/payment/handlers/a.ts`]: "export { order } from '#module/order';\n" },
  ],
  [
    'modules-through-their-face',
    "another module's inner part",
    { [`${MODULES}/order/handlers/b.ts`]: "export { pay } from '../../payment/domain/pay';\n" },
  ],
  [
    'modules-through-their-face',
    "another module's table",
    { [`${MODULES}/order/handlers/c.ts`]: "export { account } from '../../payment/persistence/account';\n" },
  ],
  [
    'modules-through-their-face-from-outside',
    'an inner part, from the composition',
    { 'apps/api/src/d.ts': "export { pay } from './modules/payment/domain/pay';\n" },
  ],
  [
    'persistence-stays-inside',
    'a face that hands out a table',
    {
      [`${MODULES}/transport/index.ts`]: "export { seat } from './persistence/seat';\n",
      [`${MODULES}/transport/persistence/seat.ts`]: 'export const seat = 1;\n',
    },
  ],
  [
    'arrow-from-unlisted-module',
    'a module that nobody has listed',
    { [`${MODULES}/weather/index.ts`]: "export { one } from '#lib/kernel';\n" },
  ],
  [
    'arrow-from-unlisted-lib',
    'a library that nobody has listed',
    { 'libs/weather/index.ts': "export { one } from '#lib/kernel';\n" },
  ],
  [
    'libs-never-import-apps',
    'the application, from a library',
    { 'libs/database/e.ts': "export { order } from '#module/order';\n" },
  ],
  [
    'console-stands-alone',
    'a library of the server, from the console',
    { 'apps/admin/src/y.ts': "export { one } from '#lib/kernel';\n" },
  ],
  [
    'console-is-no-library',
    'a part of the console, from a library',
    {
      'libs/database/z.ts': "export { colour } from '../../apps/admin/src/colour';\n",
      'apps/admin/src/colour.ts': "export const colour = 'teal';\n",
    },
  ],
  [
    'kernel-imports-nothing',
    'a library, from the kernel',
    { 'libs/kernel/f.ts': "export { two } from '#lib/database';\n" },
  ],
  ['kernel-imports-nothing', 'a package, from the kernel', { 'libs/kernel/g.ts': "export { z } from 'zod';\n" }],
  [
    'libs-through-their-face',
    "another library's inner part",
    { 'libs/database/h.ts': "export { one } from '../kernel/one';\n" },
  ],
  [
    'arrow-from-lib-redis',
    'an arrow between libraries that does not exist',
    { 'libs/redis/index.ts': "export { two } from '#lib/database';\n" },
  ],
  [
    'domain-is-pure',
    'the framework, from a domain',
    { [`${MODULES}/order/domain/i.ts`]: "export { Injectable } from '@nestjs/common';\n" },
  ],
  [
    'domain-is-pure',
    'an outer layer, from a domain',
    { [`${MODULES}/payment/domain/j.ts`]: "export { account } from '../persistence/account';\n" },
  ],
  [
    'domain-is-pure',
    'the file system, from a domain',
    { [`${MODULES}/order/domain/k.ts`]: "export { readFileSync } from 'node:fs';\n" },
  ],
  [
    'composition-is-on-top',
    'the composition, from a module',
    {
      [`${MODULES}/order/handlers/l.ts`]: "export { setting } from '../../../config/env';\n",
      'apps/api/src/config/env.ts': 'export const setting = 1;\n',
    },
  ],
  [
    'no-circle',
    'a circle of two files',
    {
      'libs/database/m.ts': "import { n } from './n';\n\nexport const m = (): number => n();\n",
      'libs/database/n.ts': "import { m } from './m';\n\nexport const n = (): number => m();\n",
    },
  ],
  [
    'no-circle',
    'a circle of types alone',
    {
      'libs/database/o.ts': "import type { P } from './p';\n\nexport interface O {\n  p?: P;\n}\n",
      'libs/database/p.ts': "import type { O } from './o';\n\nexport interface P {\n  o?: O;\n}\n",
    },
  ],
  [
    'driver-bullmq',
    'a driver past the library that owns it',
    { [`${MODULES}/order/jobs/q.ts`]: "export { Queue } from 'bullmq';\n" },
  ],
  ['no-fakes', 'a fake of Redis', { 'libs/database/r.int-spec.ts': "export { default } from 'ioredis-mock';\n" }],
  [
    'tests-stay-tests',
    'the harness, from production code',
    {
      'libs/database/s.ts': "export { harness } from '#lib/testing';\n",
      'libs/testing/index.ts': 'export const harness = 1;\n',
    },
  ],
  [
    'no-developer-packages-in-production',
    'a package for developers, from production code',
    { 'libs/database/t.ts': "export { default } from 'supertest';\n" },
  ],
  [
    'no-vague-names',
    'a file called helpers',
    {
      'libs/database/u.ts': "export { v } from './string-helpers';\n",
      'libs/database/string-helpers.ts': 'export const v = 1;\n',
    },
  ],
  ['resolvable', 'a file that is not there', { 'libs/database/w.ts': "export { x } from './gone';\n" }],
];

/** Breaches inside one file: the rule, and a file that breaks it. */
const FAULTS: readonly (readonly [rule: string, what: string, file: string, text: string])[] = [
  [
    'no-restricted-imports',
    'forwardRef, imported',
    `${MODULES}/order/a.ts`,
    "import { forwardRef } from '@nestjs/common';\n\nexport const ref = forwardRef;\n",
  ],
  [
    'no-restricted-syntax',
    'forwardRef, by another name',
    `${MODULES}/order/b.ts`,
    "import * as nest from '@nestjs/common';\n\nexport const ref: unknown = nest.forwardRef(() => Object);\n",
  ],
  ['no-restricted-imports', 'a fake of PostgreSQL', 'libs/database/c.int-spec.ts', "import 'pg-mem';\n"],
  [
    'no-restricted-syntax',
    'a mock of our own module',
    'libs/database/d.int-spec.ts',
    "import { vi } from 'vitest';\n\nvi.mock('#lib/kernel');\n",
  ],
  [
    'no-restricted-syntax',
    'a mock of our own file',
    'libs/database/e.spec.ts',
    "import { vi } from 'vitest';\n\nvi.mock(import('./two'));\n",
  ],
  [
    'no-restricted-syntax',
    'a test that is skipped',
    'libs/database/f.spec.ts',
    "import { it } from 'vitest';\n\nit.skip('never runs', () => undefined);\n",
  ],
  [
    'no-restricted-syntax',
    'a test that sleeps',
    'libs/database/g.int-spec.ts',
    'await new Promise((done) => setTimeout(done, 100));\n\nexport const awake = true;\n',
  ],
  [
    'no-restricted-syntax',
    'the environment',
    'libs/database/h.ts',
    "export const url = process.env['DATABASE_URL'];\n",
  ],
  [
    'no-restricted-imports',
    'the environment, imported',
    'libs/database/i.ts',
    "import { env } from 'node:process';\n\nexport const url = env['DATABASE_URL'];\n",
  ],
  ['no-restricted-syntax', 'export *', 'libs/database/j.ts', "export * from './two';\n"],
  [
    'no-restricted-syntax',
    'the clock, in a domain',
    `${MODULES}/order/domain/k.ts`,
    'export const now = (): Date => new Date();\n',
  ],
  [
    'no-restricted-syntax',
    'a definite assignment outside an entity',
    'libs/database/l.ts',
    'export class L {\n  readonly id!: string;\n}\n',
  ],
  [
    '@typescript-eslint/no-non-null-assertion',
    'a non-null assertion',
    'libs/database/m.ts',
    'export const first = (all: string[]): string => all[0]!;\n',
  ],
  [
    '@typescript-eslint/no-explicit-any',
    'any',
    'libs/database/n.ts',
    'export const same = (value: any): unknown => value;\n',
  ],
  [
    '@typescript-eslint/no-floating-promises',
    'a promise nobody waits for',
    'libs/database/o.ts',
    'export function start(work: () => Promise<void>): void {\n  work();\n}\n',
  ],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    'a switch that forgets a case',
    'libs/database/p.ts',
    "export function p(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  [
    'max-lines-per-function',
    'a function of more than 70 lines',
    'libs/database/q.ts',
    `export function q(n: number): number {\n  let sum = n;\n${'  sum += n;\n'.repeat(70)}  return sum;\n}\n`,
  ],
  [
    'max-lines',
    'a file of more than 300 lines',
    'libs/database/r.ts',
    Array.from({ length: 301 }, (_, line) => `export const r${line} = ${line};\n`).join(''),
  ],
  [
    '@typescript-eslint/no-explicit-any',
    'a rule switched off by a comment',
    'libs/database/s.ts',
    '/* eslint-disable */\nexport const same = (value: any): unknown => value;\n',
  ],
  ['no-console', 'the console', 'libs/database/t.ts', "console.log('hello');\n\nexport const t = 1;\n"],
];

const files = (finding: Finding): string => `${finding.rule} ${finding.file}`;

describe('the check of who may import whom', { timeout: 120_000 }, () => {
  const plants = build(Object.assign({}, ...CROSSINGS.map(([, , planted]) => planted)) as Files);
  let found: Finding[];
  beforeAll(async () => {
    const result = await boundaries(plants.folder);
    expect(result.fails).toBe(true);
    found = result.findings;
  });
  afterAll(() => plants.remove());

  it('finds nothing in the files of the sound house', () => {
    expect(found.filter(({ file }) => isSound(file))).toEqual([]);
  });

  it.each(CROSSINGS)('fails by %s for %s', (rule, _, planted) => {
    expect(found.map(files)).toContain(`${rule} ${String(Object.keys(planted)[0])}`);
  });
});

describe('the check inside a file', { timeout: 120_000 }, () => {
  const plants = build(Object.fromEntries(FAULTS.map(([, , file, text]) => [file, text])));
  let found: Finding[];
  beforeAll(async () => {
    const result = await lint(plants.folder);
    expect(result.fails).toBe(true);
    found = result.findings;
  });
  afterAll(() => plants.remove());

  it('finds nothing in the files of the sound house', () => {
    expect(found.filter(({ file }) => isSound(file))).toEqual([]);
  });

  it.each(FAULTS)('fails by %s for %s', (rule, _, file) => {
    expect(found.map(files)).toContain(`${rule} ${file}`);
  });
});
