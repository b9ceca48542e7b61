import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Injection token. */
export const CONSOLE_FILES = Symbol('ConsoleFiles');

/** What the build makes, by extension; nothing else is served. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** As the build names them: no separator, so that no name leads out of the folder. */
const NAME = /^[\w-][\w.-]{0,199}$/;

export interface ConsoleFile {
  readonly body: Buffer;
  readonly contentType: string;
  readonly compressed: boolean;
}

/** The build of the web application, read from disk when it is asked for and kept by the browser, not by us. */
export class ConsoleFiles {
  constructor(private readonly folder: string) {}

  /** The page as the build wrote it; undefined when there is no build. */
  page(): Promise<Buffer | undefined> {
    return read(join(this.folder, 'index.html'));
  }

  /** Compressed where the browser takes it and the build has it; undefined when the build has no such file. */
  async asset(name: string, takesGzip: boolean): Promise<ConsoleFile | undefined> {
    const contentType = TYPES[extname(name)];
    if (contentType === undefined || !NAME.test(name)) return undefined;
    const path = join(this.folder, 'assets', name);
    const compressed = takesGzip ? await read(`${path}.gz`) : undefined;
    const body = compressed ?? (await read(path));
    return body && { body, contentType, compressed: compressed !== undefined };
  }
}

async function read(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
