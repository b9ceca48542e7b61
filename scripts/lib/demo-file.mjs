import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The demo's clients with their secrets, and its user of the console, as far as the file knows those of this database; it may have
 * served another before. One that names no database was written by the seed itself, and the launcher was ended before it
 * could go on.
 */
export function knownDemo(file, database) {
  if (!existsSync(file)) return {};
  const content = JSON.parse(readFileSync(file, 'utf8'));
  if (![undefined, database].includes(content.database)) return {};
  return { clients: content.clients, console: content.console };
}

/**
 * Keeps what scripts need to use the demo: base URLs, the secrets of the clients and the password of the console's user,
 * which the database has only as hashes. Answers the content; both are undefined when there is no demo in the database.
 */
export function keepDemoFile(file, urls, database, { clients, console }) {
  const user = console && { url: `${urls.base_url}/console`, username: console.username, password: console.password };
  const content = { ...urls, database, clients, console: user };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return content;
}
