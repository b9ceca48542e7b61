import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyTo, parsePatch } from './patch';

/** What is built, and what building needs. */
const COPIED = ['apps/api', 'libs', 'migrations', 'bench', 'test/chaos', 'package.json', '.swcrc', 'tsconfig.json'];
const BUILT = ['apps', 'libs', 'migrations', 'bench', 'test/chaos'];

export interface NurseryRun {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A copy of the checkout, in which faults are planted and pulled out again. */
export class Nursery {
  private constructor(
    private readonly checkout: string,
    readonly folder: string,
  ) {}

  static create(checkout: string): Nursery {
    const folder = mkdtempSync(join(tmpdir(), 'linehaul-plants-'));
    chmodSync(folder, 0o755); // the servers' account walks through it
    for (const part of COPIED) cpSync(join(checkout, part), join(folder, part), { recursive: true });
    symlinkSync(realpathSync(join(checkout, 'node_modules')), join(folder, 'node_modules'));
    mkdirSync(join(folder, '.linehaul'));
    const cache = join(checkout, '.linehaul', 'cache');
    if (existsSync(cache)) symlinkSync(cache, join(folder, '.linehaul', 'cache'));
    const nursery = new Nursery(checkout, folder);
    process.once('exit', nursery.remove);
    nursery.build(BUILT);
    return nursery;
  }

  /** Applies the patch and builds what it touches. Throws when it does not apply as it stands. */
  plant(name: string): void {
    this.build(this.apply(name, false));
  }

  uproot(name: string): void {
    this.build(this.apply(name, true));
  }

  /** A run of the built copy; `onLine` hears what it says. */
  run(args: readonly string[], onLine: (line: string) => void): Promise<NurseryRun> {
    const child = spawn(process.execPath, [join(this.folder, 'dist', 'test', 'chaos', 'run.js'), ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = (): void => void child.kill('SIGTERM');
    process.once('exit', end);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        for (const line of text.split('\n')) if (line !== '') onLine(line);
      });
    }
    return new Promise((resolve) =>
      child.once('close', (exitCode) => {
        process.off('exit', end);
        resolve({ exitCode, output });
      }),
    );
  }

  readonly remove = (): void => {
    process.off('exit', this.remove);
    rmSync(this.folder, { recursive: true, force: true });
  };

  /** Changes the files that the patch names, or changes them back; answers their paths. */
  private apply(name: string, reverse: boolean): string[] {
    const patches = parsePatch(readFileSync(join(this.checkout, 'test', 'chaos', 'plants', `${name}.patch`), 'utf8'));
    for (const patch of patches) {
      const file = join(this.folder, patch.path);
      try {
        writeFileSync(file, applyTo(readFileSync(file, 'utf8'), patch, reverse));
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        throw new Error(`${name}.patch does not apply any more (${cause}): plant the fault again in today's code`);
      }
    }
    return patches.map(({ path }) => path);
  }

  private build(parts: readonly string[]): void {
    const swc = join(this.folder, 'node_modules', '.bin', 'swc');
    execFileSync(swc, [...parts, '-d', 'dist', '--quiet'], { cwd: this.folder, stdio: 'pipe' });
  }
}
