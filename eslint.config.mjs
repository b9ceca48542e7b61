// @ts-check
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Where tests live: they may be long functions, but follow rules of their own. */
const SPECS = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.int-spec.ts', '**/*.e2e-spec.ts'];
const TEST_SUPPORT = ['libs/testing/**', '{apps,libs}/**/testing/**', 'test/**'];

/** The only places that may read the environment; everything else is handed its configuration. */
const READS_ENVIRONMENT = [
  'apps/api/src/config/env.ts',
  'libs/embedded/**',
  'libs/testing/**',
  'test/**',
  'bench/**',
  'scripts/**',
  'vitest.config.ts',
];

const FAKES = ['ioredis-mock', 'pg-mem', 'sqlite3', 'better-sqlite3', 'node:sqlite'];

/** Core rules that are worth an error; the recommended set is a package of its own, which this list spares. */
const CORE_RULES = {
  'array-callback-return': 'error',
  'constructor-super': 'error',
  'default-case-last': 'error',
  eqeqeq: 'error',
  'for-direction': 'error',
  'getter-return': 'error',
  'max-lines': ['error', 300],
  'no-async-promise-executor': 'error',
  'no-case-declarations': 'error',
  'no-class-assign': 'error',
  'no-compare-neg-zero': 'error',
  'no-cond-assign': 'error',
  'no-constant-binary-expression': 'error',
  'no-constant-condition': ['error', { checkLoops: false }],
  'no-constructor-return': 'error',
  'no-control-regex': 'off', // NUL and control characters are what our own checks look for
  'no-debugger': 'error',
  'no-dupe-else-if': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-empty-pattern': 'error',
  'no-eval': 'error',
  'no-extra-boolean-cast': 'error',
  'no-fallthrough': 'error',
  'no-implied-eval': 'error',
  'no-irregular-whitespace': 'error',
  'no-misleading-character-class': 'error',
  'no-new-wrappers': 'error',
  'no-prototype-builtins': 'error',
  'no-regex-spaces': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-shadow-restricted-names': 'error',
  'no-sparse-arrays': 'error',
  'no-template-curly-in-string': 'error',
  'no-unexpected-multiline': 'error',
  'no-unreachable': 'error',
  'no-unreachable-loop': 'error',
  'no-unsafe-finally': 'error',
  'no-unsafe-optional-chaining': 'error',
  'no-unused-labels': 'error',
  'no-useless-catch': 'error',
  'no-useless-escape': 'error',
  'no-useless-rename': 'error',
  'no-useless-return': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'prefer-object-has-own': 'error',
  'require-yield': 'error',
  'use-isnan': 'error',
  'valid-typeof': 'error',
};

const TYPED_RULES = {
  '@typescript-eslint/array-type': 'error',
  // Brackets say that a key of an index signature may be absent.
  '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
  '@typescript-eslint/consistent-type-imports': [
    'error',
    { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
  ],
  '@typescript-eslint/max-params': ['error', { max: 7 }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  // A Nest module is a class without members: its decorator is what matters.
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
  '@typescript-eslint/no-shadow': 'error',
  '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all' }],
  // It would have `x as T` written as `x!`, which hides better and is forbidden here.
  '@typescript-eslint/non-nullable-type-assertion-style': 'off',
  // Nest and TypeORM declare their options as classes, and mean plain objects.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  '@typescript-eslint/prefer-readonly': 'error',
  '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { requireDefaultForNonUnion: true }],
};

/** Restrictions by shape. Flat config replaces a rule's options, so each block below states its whole list. */
const EVERYWHERE = [
  { selector: 'ExportAllDeclaration', message: 'Name what a face exports: `export *` publishes by accident.' },
  {
    selector: "CallExpression[callee.name='forwardRef'], CallExpression[callee.property.name='forwardRef']",
    message: 'forwardRef hides a circle between modules: turn one arrow into an event.',
  },
];
const DEFINITE = {
  selector: 'PropertyDefinition[definite=true], VariableDeclarator[definite=true]',
  message: 'Definite assignment (`!:`) is for the columns of *.entity.ts, which TypeORM fills in.',
};
const ENVIRONMENT = {
  selector:
    "MemberExpression[object.name='process'][property.name='env'], MemberExpression[object.name='process'][property.value='env'], VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
  message: 'The environment is read once, in apps/api/src/config/env.ts; take what you need from there by injection.',
};
const IMPURE = [
  {
    selector:
      "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time from the injected Clock (use cases) or as an argument (domain).',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Hand randomness in.',
  },
];
const TESTS = [
  {
    selector:
      "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock)$/] > Literal.arguments[value=/^[.#/]/]",
    message: 'Our own modules are never mocked: use the real one, or hand in a fake of a narrow interface.',
  },
  {
    selector:
      "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock)$/] > ImportExpression > Literal[value=/^[.#/]/]",
    message: 'Our own modules are never mocked: use the real one, or hand in a fake of a narrow interface.',
  },
  {
    selector: 'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(only|skip|todo)$/]',
    message: 'Every test runs, always.',
  },
  {
    selector: "NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout']",
    message: 'Tests await a signal or a condition; they never sleep.',
  },
];

const restrictedImports = (/** @type {{name: string, importNames?: string[], message: string}[]} */ more) => [
  'error',
  {
    paths: [
      ...FAKES.map((name) => ({
        name,
        message: 'Above *.spec.ts everything is real: PostgreSQL and Redis are there.',
      })),
      {
        name: '@nestjs/common',
        importNames: ['forwardRef'],
        message: 'forwardRef hides a circle between modules: turn one arrow into an event.',
      },
      ...more,
    ],
  },
];
const PROCESS_IMPORTS = ['process', 'node:process'].map((name) => ({
  name,
  importNames: ['env', 'default'],
  message: 'The environment is read once, in apps/api/src/config/env.ts.',
}));
const TIMER_IMPORTS = ['timers/promises', 'node:timers/promises'].map((name) => ({
  name,
  message: 'Tests await a signal or a condition; they never sleep.',
}));

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', 'coverage/', '.linehaul/'] },
  // No rule is ever switched off from inside a file.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...CORE_RULES,
      ...TYPED_RULES,
      'no-console': 'error',
      'max-lines-per-function': ['error', 70],
      'no-restricted-imports': restrictedImports(PROCESS_IMPORTS),
      'no-restricted-syntax': ['error', ...EVERYWHERE, DEFINITE, ENVIRONMENT],
    },
  },
  {
    files: ['apps/api/src/modules/*/{domain,use-cases}/**/*.ts', 'libs/*-engine/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, DEFINITE, ENVIRONMENT, ...IMPURE] },
  },
  {
    files: ['**/*.entity.ts'],
    rules: { 'no-restricted-syntax': ['error', ...EVERYWHERE, ENVIRONMENT] },
  },
  {
    files: READS_ENVIRONMENT,
    rules: {
      'no-restricted-imports': restrictedImports([]),
      'no-restricted-syntax': ['error', ...EVERYWHERE, DEFINITE],
    },
  },
  {
    files: SPECS,
    rules: {
      'max-lines-per-function': 'off', // a describe block is a list of tests, not a function
      // Answers of HTTP clients are `any`; what they hold is what the test asserts.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      // A stand-in for an asynchronous collaborator may have nothing to await or to do.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      'no-restricted-imports': restrictedImports(TIMER_IMPORTS),
      'no-restricted-syntax': ['error', ...EVERYWHERE, DEFINITE, ...TESTS],
    },
  },
  {
    files: ['apps/admin/src/**/*.{ts,tsx}'],
    rules: {
      // What a component answers is always the same; what a function of ours answers, the compiler says.
      '@typescript-eslint/explicit-function-return-type': 'off',
      // Handlers are handed on as expressions, whatever they answer.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: [...SPECS, ...TEST_SUPPORT],
    // A test application may consist of what its decorator or its dynamic module says.
    rules: { '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['libs/testing/**', 'test/**', 'bench/**', 'scripts/**', 'libs/embedded/**'],
    rules: { 'no-console': 'off' }, // they talk to a terminal
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { ecmaVersion: 2024 },
    rules: { ...CORE_RULES, 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
);
