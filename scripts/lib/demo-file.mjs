import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The demo's clients and secrets as far as the file knows those of this database; it may have served another before. One
 * that names no database was written by the seed itself, and the launcher was ended before it could go on.
 */
export function knownClients(file, database) {
  if (!existsSync(file)) return undefined;
  const content = JSON.parse(readFileSync(file, 'utf8'));
  return [undefined, database].includes(content.database) ? content.clients : undefined;
}

/**
 * Keeps what scripts need to use the demo: base URLs, and the secrets of the clients, which the database has only as
 * hashes. Answers the content; `clients` is undefined when there is no demo in the database.
 */
export function keepDemoFile(file, urls, database, clients) {
  const content = { ...urls, database, clients };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return content;
}
