import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MEBIBYTE = 1 << 20;

/** A disk so small that it can be filled: a tmpfs, which only root on Linux may mount. */
export class SmallDisk {
  private readonly ballast: string;
  private isMounted = true;

  private constructor(private readonly folder: string) {
    this.ballast = join(folder, 'ballast');
  }

  /** Why there can be none here; undefined where there can. */
  static obstacle(): string | undefined {
    if (process.platform !== 'linux') return 'only Linux has a tmpfs';
    if (process.getuid?.() !== 0) return 'mounting a tmpfs needs root';
    return undefined;
  }

  static mount(folder: string, mebibytes: number): SmallDisk {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, gid } = statSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=711`, 'tmpfs', folder], { stdio: 'pipe' });
    chownSync(folder, uid, gid);
    return new SmallDisk(folder);
  }

  /** Leaves not a single block free. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.folder);
    try {
      writeFileSync(this.ballast, Buffer.alloc(bavail * bsize + MEBIBYTE));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  /** Leaves so large a part of it free. */
  fillBut(freeShare: number): void {
    const { bavail, blocks, bsize } = statfsSync(this.folder);
    writeFileSync(this.ballast, Buffer.alloc(Math.max(0, bavail - Math.ceil(blocks * freeShare)) * bsize));
  }

  free(): void {
    rmSync(this.ballast, { force: true });
  }

  unmount(): void {
    if (!this.isMounted) return;
    this.isMounted = false;
    execFileSync('umount', ['-l', this.folder], { stdio: 'pipe' });
  }
}
