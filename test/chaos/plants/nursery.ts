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
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
    this.apply(name);
    this.build(this.touchedBy(name));
  }

  uproot(name: string): void {
    this.apply(name, '--reverse');
    this.build(this.touchedBy(name));
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

  private patchOf(name: string): string {
    return join(this.checkout, 'test', 'chaos', 'plants', `${name}.patch`);
  }

  private touchedBy(name: string): string[] {
    const text = readFileSync(this.patchOf(name), 'utf8');
    return [...text.matchAll(/^\+\+\+ b\/(.+)$/gm)].map((match) => match[1] ?? '');
  }

  private apply(name: string, ...options: string[]): void {
    try {
      // Outside of any repository git compares with the files alone; a ceiling keeps it from finding one above.
      const env = { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() };
      execFileSync('git', ['apply', ...options, this.patchOf(name)], { cwd: this.folder, stdio: 'pipe', env });
    } catch (error) {
      const reason = String((error as { stderr?: Buffer }).stderr ?? error).trim();
      throw new Error(`${name}.patch does not apply any more: plant the fault again in today's code.\n${reason}`);
    }
  }

  private build(parts: readonly string[]): void {
    const swc = join(this.folder, 'node_modules', '.bin', 'swc');
    execFileSync(swc, [...parts, '-d', 'dist', '--quiet'], { cwd: this.folder, stdio: 'pipe' });
  }
}
