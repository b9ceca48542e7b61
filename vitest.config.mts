import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Lets the threads that the code under test starts read TypeScript, see the file. */
const execArgv = ['--require', fileURLToPath(new URL('libs/testing/run-typescript.cjs', import.meta.url))];

const shared = {
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
};

export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: { name: 'unit', include: ['{apps,libs,bench,scripts,test}/**/*.spec.ts'], isolate: false },
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
