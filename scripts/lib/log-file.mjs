import { createWriteStream, existsSync, renameSync } from 'node:fs';

const LIMIT_BYTES = 50 * 1024 * 1024;
const TAIL_LINES = 8;

/** Writes what the application logs to `file`; a full one becomes `<file>.1`, so that two are the most there are. */
export class LogFile {
  constructor(file) {
    this.file = file;
    this.tail = [];
    this.open();
  }

  /** Takes over a stream of the application. */
  take(stream) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => this.write(text));
  }

  /** The last lines, to show when the application ends by itself. */
  lastLines() {
    return this.tail.join('\n');
  }

  close() {
    return new Promise((resolve) => this.stream.end(resolve));
  }

  write(text) {
    this.stream.write(text);
    this.bytes += text.length;
    this.tail = [...this.tail, ...text.trimEnd().split('\n')].slice(-TAIL_LINES);
    if (this.bytes > LIMIT_BYTES) {
      this.stream.end();
      this.open();
    }
  }

  open() {
    if (existsSync(this.file)) renameSync(this.file, `${this.file}.1`);
    this.stream = createWriteStream(this.file, { mode: 0o600 });
    this.bytes = 0;
  }
}
