import { open, type FileHandle } from 'node:fs/promises';
import { encode, type HistoryRecord } from './history';

/** Appends to the history in groups: one write and one fsync for all that gathered while the one before was under way. */
export class HistoryWriter<Line extends object = HistoryRecord> {
  private pending: Line[] = [];
  private waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  private writing: Promise<void> | undefined;
  private closed = false;

  private constructor(private readonly file: FileHandle) {}

  static async create<Line extends object = HistoryRecord>(path: string): Promise<HistoryWriter<Line>> {
    return new HistoryWriter<Line>(await open(path, 'wx'));
  }

  /** On the disk with the next group; after the end nothing more is kept, nor promised to anybody. */
  note(record: Line): void {
    if (this.closed) return;
    this.pending.push(record);
    this.writing ??= this.write();
  }

  /** Resolves when everything that was noted until now is on the disk. */
  synced(): Promise<void> {
    if (this.pending.length === 0 && this.writing === undefined) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.synced();
    await this.writing;
    await this.file.close();
  }

  private async write(): Promise<void> {
    await Promise.resolve(); // let the records of this turn gather
    while (this.pending.length > 0 || this.waiting.length > 0) {
      const [records, waiting] = [this.pending, this.waiting];
      this.pending = [];
      this.waiting = [];
      try {
        await this.file.write(encode(records));
        await this.file.datasync();
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        for (const { reject } of waiting) reject(error);
      }
    }
    this.writing = undefined;
  }
}
