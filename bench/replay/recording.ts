import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';

/** One statement as a process sent it. */
export interface RecordedStatement {
  readonly connection: number;
  readonly name?: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
  /** How many statements of the process had ended when this one was sent. */
  readonly after: number;
  /** Its place among the ended ones. */
  readonly ended: number;
}

const LENGTH_BYTES = 4;

/** Writes statements to a file as they end. */
export class RecordingWriter {
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'w');
  }

  write(statement: RecordedStatement): void {
    const bytes = serialize(statement);
    const length = Buffer.allocUnsafe(LENGTH_BYTES);
    length.writeUInt32LE(bytes.length);
    writeSync(this.file, Buffer.concat([length, bytes]));
  }

  close(): void {
    closeSync(this.file);
  }
}

/** All statements of a recording, in the order in which they ended. A last one that was cut off is left out. */
export function readRecording(path: string): RecordedStatement[] {
  const bytes = readFileSync(path);
  const statements: RecordedStatement[] = [];
  for (let at = 0; at + LENGTH_BYTES <= bytes.length;) {
    const start = at + LENGTH_BYTES;
    const end = start + bytes.readUInt32LE(at);
    if (end > bytes.length) break;
    statements.push(deserialize(bytes.subarray(start, end)) as RecordedStatement);
    at = end;
  }
  return statements;
}
