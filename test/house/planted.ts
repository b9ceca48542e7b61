import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files of a small house by path: their text. */
export type Files = Readonly<Record<string, string>>;

/** The smallest house that keeps every rule: a kernel, a library on it, and two modules with an arrow between them. */
const SOUND: Files = {
  'libs/kernel/index.ts': "export { one } from './one';\n",
  'libs/kernel/one.ts': 'export const one = 1;\n',
  'libs/database/index.ts': "export { two } from './two';\n",
  'libs/database/two.ts': "import { one } from '#lib/kernel';\n\nexport const two = one + one;\n",
  'apps/api/src/app.module.ts': "import { order } from '#module/order';\n\nexport const app = [order];\n",
  'apps/api/src/modules/payment/index.ts': "export { pay } from './domain/pay';\n",
  'apps/api/src/modules/payment/domain/pay.ts': "import { one } from '#lib/kernel';\n\nexport const pay = one;\n",
  'apps/api/src/modules/payment/persistence/account.ts':
    "import { two } from '#lib/database';\n\nexport const account = two;\n",
  'apps/api/src/modules/order/index.ts': "import { pay } from '#module/payment';\n\nexport const order = pay;\n",
};

/** Whether a file belongs to the sound house rather than to what was planted in it. */
export function isSound(file: string): boolean {
  return Object.hasOwn(SOUND, file);
}

/** What the rules are read from, besides the installed packages. */
const CONFIGURATION = ['package.json', 'tsconfig.json', 'eslint.config.mjs', '.dependency-cruiser.cjs'];

/** Builds the sound house in a temporary folder, with these files added or put in place of its own. */
export function build(planted: Files): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'linehaul-house-'));
  for (const file of CONFIGURATION) cpSync(join(process.cwd(), file), join(folder, file));
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'), 'dir');
  for (const [path, text] of Object.entries({ ...SOUND, ...planted })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** One finding of a check: the rule that a file breaks. */
export interface Finding {
  readonly rule: string;
  readonly file: string;
}

interface Ran {
  readonly code: number;
  readonly output: string;
}

/** A check that fails ends with a number; anything else means that it could not run. */
function run(folder: string, tool: string, args: readonly string[]): Promise<Ran> {
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join('node_modules', tool), ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number' && stdout !== '') resolve({ code, output: stdout });
      else reject(new Error(`${tool} did not run: ${stderr}`, { cause: error }));
    });
  });
}

/** What `npm run check:boundaries` finds there, and whether it fails. */
export async function boundaries(folder: string): Promise<{ fails: boolean; findings: Finding[] }> {
  // The packages are a link to the real ones, which must not count as files of the house.
  const args = ['apps', 'libs', '--config', '.dependency-cruiser.cjs', '--preserve-symlinks'];
  const { code, output } = await run(folder, 'dependency-cruiser/bin/dependency-cruise.mjs', args);
  const lines = output.matchAll(/error ([\w-]+): (\S+)/g);
  return { fails: code !== 0, findings: Array.from(lines, ([, rule = '', file = '']) => ({ rule, file })) };
}

/** What `npm run check:lint` finds there, and whether it fails. */
export async function lint(folder: string): Promise<{ fails: boolean; findings: Finding[] }> {
  const { code, output } = await run(folder, 'eslint/bin/eslint.js', [
    'apps',
    'libs',
    '--max-warnings',
    '0',
    '-f',
    'json',
  ]);
  const files = JSON.parse(output) as { filePath: string; messages: { ruleId: string | null }[] }[];
  const findings = files.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId }) => ({ rule: ruleId ?? 'fatal', file: filePath.slice(folder.length + 1) })),
  );
  return { fails: code !== 0, findings };
}
