/**
 * Who may import whom (see docs/architecture): the shape of the house, held as errors.
 *
 * Files reach another module or library only through its index.ts, written `#module/<name>` or `#lib/<name>`.
 */

/**
 * The arrows between modules. `gateway` and `settings` may be imported by all; nobody imports those that only listen
 * (`notification`, `monitoring`, `operations`, `loadtest`) or `health`. A module that is missing here fails the check.
 */
const ARROWS = {
  settings: [],
  gateway: [],
  payment: [],
  warehouse: [],
  waybill: [],
  routing: [],
  transport: ['routing'], // timetables name links
  dispatch: ['routing', 'transport'],
  order: ['payment', 'warehouse', 'waybill', 'routing', 'dispatch', 'transport'],
  delivery: ['order', 'dispatch', 'waybill', 'routing'], // a scan names a waybill and a facility
  health: [],
  audit: [],
  console: [],
  notification: ['order', 'delivery', 'waybill'], // a mail names the waybill
  // remediation opens and closes the breakers of webhooks (ADR 0023)
  monitoring: ['order', 'payment', 'warehouse', 'routing', 'dispatch', 'transport', 'delivery', 'notification'],
  operations: ['order'],
  loadtest: ['order'],
};
const FOR_ALL = { settings: [], gateway: ['settings'] };

/** The tree of the libraries; a library that is missing here fails the check. */
const LIBRARIES = {
  kernel: [],
  alerting: ['kernel'],
  audit: ['kernel', 'database'],
  embedded: [],
  database: ['kernel'],
  redis: ['kernel'],
  queue: ['kernel'],
  telemetry: ['kernel'],
  settings: ['kernel', 'database', 'outbound', 'audit', 'mail'],
  idempotency: ['kernel', 'database', 'redis'],
  retention: ['kernel', 'database', 'settings', 'redis'],
  outbound: ['kernel'],
  mail: ['kernel'],
  http: ['kernel', 'database', 'idempotency'],
  grpc: ['kernel', 'http'],
  testing: ['kernel', 'database', 'embedded'],
};

const MODULES = '^apps/api/src/modules/';
/**
 * `migrate.ts` is for tools that run before the application: its face stays free of them. `grpc/connect.ts` brings gRPC itself
 * along, which is loaded when somebody calls. Those parts of `testing` serve the
 * chaos run too, which is no test: its face needs vitest.
 */
const FACES =
  '^libs/([^/]+/index|database/migrate|grpc/connect|testing/(fault-proxy|abandoned-runs|eventually|http-receiver|smtp-receiver))\\.ts$';
const SUPERVISOR = '^apps/api/src/supervisor/';
const CAMPAIGN = { path: '^(test/chaos|bench)/', pathNot: '\\.(e2e-)?spec\\.ts$' };
const HARNESS = '^libs/testing/index\\.ts$|^node_modules/vitest/';
const SPEC = '\\.(int-|e2e-)?spec\\.ts$';

/** Builders and worlds that several specs of one part share; they never run in production. */
const TEST_SUPPORT = '^(apps|libs)/.+/testing/';

const arrows = Object.entries(ARROWS).map(([module, imports]) => ({
  name: `arrow-from-${module}`,
  comment: `${module} imports of other modules only: ${[...imports, ...(FOR_ALL[module] ?? Object.keys(FOR_ALL))].join(', ') || 'none'}. The other direction is an event.`,
  severity: 'error',
  from: { path: `${MODULES}${module}/` },
  to: {
    path: MODULES,
    pathNot: `${MODULES}(${[module, ...imports, ...(FOR_ALL[module] ?? Object.keys(FOR_ALL))].join('|')})/`,
  },
}));

const libraries = Object.entries(LIBRARIES).map(([library, imports]) => ({
  name: `arrow-from-lib-${library}`,
  comment: `libs/${library} imports of other libraries only: ${imports.join(', ') || 'none'}.`,
  severity: 'error',
  from: { path: `^libs/${library}/`, pathNot: [SPEC, TEST_SUPPORT] },
  to: { path: '^libs/', pathNot: `^libs/(${[library, ...imports].join('|')})/` },
}));

/** Each driver has one library that owns it; everybody else speaks to that library. */
const DRIVERS = {
  bullmq: ['queue'],
  ioredis: ['queue', 'redis', 'testing', 'embedded'],
  pg: ['database', 'testing', 'embedded'],
  pino: ['telemetry'],
  'prom-client': ['telemetry'],
  '@grpc': ['grpc'],
  '@opentelemetry': ['telemetry'],
  'ipaddr.js': ['outbound'],
  nodemailer: ['mail'],
};

const drivers = Object.entries(DRIVERS).map(([driver, libs]) => ({
  name: `driver-${driver}`,
  comment: `Only ${libs.map((lib) => `libs/${lib}`).join(', ')} may import ${driver}; others use what that library offers.`,
  severity: 'error',
  from: { path: '^(apps|libs|migrations)/', pathNot: [`^libs/(${libs.join('|')})/`, SPEC, TEST_SUPPORT] },
  to: { path: `^node_modules/(@types/)?${driver}/`, dependencyTypesNot: ['type-only'] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one idea, or a third that both need. Types count too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...libraries,
    {
      name: 'arrow-from-unlisted-lib',
      comment: 'A new library says in .dependency-cruiser.cjs what it may import.',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${Object.keys(LIBRARIES).join('|')})/` },
      to: {},
    },
    {
      name: 'libs-never-import-apps',
      comment: 'Libraries know nothing of the application that uses them.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|migrations|test|bench|scripts)/', pathNot: '^migrations/index\\.ts$' },
    },
    {
      name: 'only-testing-reads-migrations',
      comment: 'libs/testing builds its template database from the migrations; no other library needs them.',
      severity: 'error',
      from: { path: '^libs/', pathNot: ['^libs/testing/', SPEC] },
      to: { path: '^migrations/' },
    },
    {
      name: 'kernel-imports-nothing',
      comment: 'The kernel is the vocabulary of all: only Node itself stands below it.',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: SPEC },
      to: { pathNot: '^libs/kernel/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'libs-through-their-face',
      comment: 'A library is reached through its index.ts.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/', pathNot: ['^libs/$1/', FACES] },
    },
    {
      name: 'libs-through-their-face-from-outside',
      comment: 'A library is reached through its index.ts.',
      severity: 'error',
      from: { pathNot: ['^libs/', SUPERVISOR] },
      to: { path: '^libs/[^/]+/', pathNot: FACES },
    },
    {
      name: 'supervisor-stays-small',
      comment:
        'The supervisor loads no face that brings Nest or a driver along: of libraries, only its log, its port and what it answers there.',
      severity: 'error',
      from: { path: SUPERVISOR, pathNot: [`${SUPERVISOR}child-link\\.ts$`, SPEC] }, // the link's other end, in the child
      to: { path: '^libs/', pathNot: '^libs/telemetry/(log|management-server|open-metrics)\\.ts$' },
    },
    {
      name: 'modules-through-their-face',
      comment:
        'A module is reached through its index.ts: its facade and its events, never its tables or its inner parts.',
      severity: 'error',
      from: { path: '^apps/api/src/modules/([^/]+)/' },
      to: { path: MODULES, pathNot: ['^apps/api/src/modules/$1/', `${MODULES}[^/]+/index\\.ts$`] },
    },
    {
      name: 'modules-through-their-face-from-outside',
      comment: 'Composition, tests and tools too see only the face of a module.',
      severity: 'error',
      from: { pathNot: [MODULES, '^bench/'] }, // a yardstick measures an inner part beside the whole
      to: { path: MODULES, pathNot: `${MODULES}[^/]+/index\\.ts$` },
    },
    {
      name: 'persistence-stays-inside',
      comment: 'A face that hands out entities or repositories would let others write the tables of its module.',
      severity: 'error',
      from: { path: `${MODULES}[^/]+/index\\.ts$` },
      to: { path: '/persistence/' },
    },
    ...arrows,
    {
      name: 'arrow-from-unlisted-module',
      comment: 'A new module says in .dependency-cruiser.cjs whom it may import.',
      severity: 'error',
      from: { path: MODULES, pathNot: `${MODULES}(${Object.keys(ARROWS).join('|')})/` },
      to: {},
    },
    {
      name: 'domain-is-pure',
      comment:
        'domain/ is plain data in, plain data out: kernel, alerting and engines only, no framework, driver, I/O or outer layer.',
      severity: 'error',
      from: { path: `${MODULES}([^/]+)/domain/`, pathNot: SPEC },
      to: {
        path: [
          '^node_modules/(@nestjs|@fastify|@node-rs|typeorm|fastify|pg|bullmq|ioredis|pino|prom-client|rxjs|reflect-metadata)/',
          '^(libs|apps|migrations)/',
          '^(node:)?(fs|net|http|https|dns|child_process|worker_threads|cluster|timers)(/|$)',
        ],
        pathNot: [`${MODULES}$1/domain/`, '^libs/(kernel|alerting|[^/]+-engine)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'composition-is-on-top',
      comment: 'main.ts, app.module.ts, roles.ts and config/ put the parts together; no part reaches back to them.',
      severity: 'error',
      from: { path: `^(${MODULES.slice(1)}|libs/|migrations/)`, pathNot: SPEC },
      to: { path: '^apps/api/src/', pathNot: MODULES },
    },
    ...drivers,
    {
      name: 'no-fakes',
      comment: 'Above *.spec.ts everything is real: PostgreSQL and Redis come with the house.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)(ioredis-mock|pg-mem|sqlite3|better-sqlite3)(/|$)|^(node:)?sqlite$' },
    },
    {
      name: 'tests-stay-tests',
      comment: 'What runs in production never imports a test, the harness, or what only developers install.',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: [SPEC, TEST_SUPPORT, '^libs/testing/'] },
      to: { path: [SPEC, TEST_SUPPORT, '^libs/testing/', '^(test|bench)/'] },
    },
    // Chaos runs and benchmarks are programs: the face of the harness needs a test run around it.
    { name: 'campaigns-run-without-vitest', severity: 'error', from: CAMPAIGN, to: { path: HARNESS } },
    {
      name: 'console-stands-alone',
      comment: 'The web application knows the API by its contract: of this repository it imports itself alone.',
      severity: 'error',
      from: { path: '^apps/admin/' },
      to: { path: '^(apps|libs|migrations|test|bench|scripts)/', pathNot: '^(apps/admin|libs/contracts)/' },
    },
    {
      name: 'console-is-no-library',
      comment: 'It runs in browsers: nothing of the server can use it.',
      severity: 'error',
      from: { pathNot: '^apps/admin/' },
      to: { path: '^apps/admin/' },
    },
    {
      name: 'no-developer-packages-in-production',
      comment:
        'A package that production code imports belongs to dependencies. What the console imports is in its build.',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: [SPEC, TEST_SUPPORT, '^libs/testing/', '^apps/admin/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'no-vague-names',
      comment: 'utils, common, helpers and manager say nothing: name the file by what it holds.',
      severity: 'error',
      from: {},
      to: {
        path: '[/.-](util|utils|common|helper|helpers|manager|managers)[/.-]',
        pathNot: '^node_modules/',
      },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere, or to a package that package.json does not name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment: 'A package that only came along with another may be gone with the next install.',
      severity: 'error',
      from: { pathNot: '^node_modules/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(dist|coverage|\\.linehaul)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    // The `source` condition leads `#lib/*` and `#module/*` to the TypeScript files instead of the build.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
    cache: false,
  },
};
