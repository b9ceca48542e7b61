import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Keeps what scripts need to use the demo: base URLs, and the secrets of the clients, which the database has only as
 * hashes. Answers the content; `clients` is undefined when there is no demo in the database.
 */
export function keepDemoFile(file, urls, seeded) {
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).clients : undefined;
  const content = { ...urls, clients: seeded?.created ? seeded.clients : known };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return content;
}
