import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const credentials = z.record(z.string(), z.object({ client_id: z.string(), client_secret: z.string() }));

/** Client ids and secrets, by client id. */
export type DemoCredentials = z.output<typeof credentials>;

/** The user of the console that the demo has. */
export interface ConsoleCredentials {
  readonly username: string;
  readonly password: string;
}

const DEMO_FILE = z.object({ base_url: z.url(), clients: credentials });

function demoFile(stateFolder: string): string {
  return join(stateFolder, 'demo.json');
}

/** Keeps secrets before anybody relies on them; the launcher adds where the API is. For the owner's eyes only. */
export function keepCredentials(stateFolder: string, clients: DemoCredentials, console: ConsoleCredentials): void {
  mkdirSync(stateFolder, { recursive: true });
  const file = demoFile(stateFolder);
  writeFileSync(file, `${JSON.stringify({ clients, console }, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** What `npm start` left for scripts; undefined when it has not seeded a demo here. */
export function readDemoFile(stateFolder: string): z.output<typeof DEMO_FILE> | undefined {
  const file = demoFile(stateFolder);
  if (!existsSync(file)) return undefined;
  return DEMO_FILE.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
}
