import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Lets the threads that the code under test starts read TypeScript, see the file. */
const execArgv = ['--require', fileURLToPath(new URL('libs/testing/run-typescript.cjs', import.meta.url))];

/** Tests wait for servers more than they compute. */
const maxWorkers = Math.max(3, availableParallelism());

const shared = {
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
};

export default defineConfig({
  ...shared,
  test: {
    maxWorkers,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{apps,libs,bench,scripts,test}/**/*.spec.{ts,tsx}'],
          isolate: false,
          testTimeout: 30_000, // properties are tried hundreds of times, beside other files
        },
      },
      {
        ...shared,
        test: {
          name: 'integration',
          include: ['{apps,libs,migrations}/**/*.int-spec.ts'],
          globalSetup: ['libs/testing/global-setup.ts'],
          execArgv,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e-spec.ts'],
          exclude: ['test/console/**'],
          globalSetup: ['libs/testing/global-setup.ts'],
          execArgv,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'console',
          // A browser and an installation at a time, after all others: they need the machine.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          include: ['test/console/**/*.e2e-spec.ts'],
          globalSetup: ['libs/testing/global-setup.ts'],
          execArgv,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
