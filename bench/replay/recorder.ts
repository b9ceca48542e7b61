/**
 * Loaded into the application (--require) for the recorded run of the end-to-end benchmark: notes every statement that
 * goes to PostgreSQL, on which connection, and what had ended before it. Nothing of it is in a measured run.
 */
import { Client, type QueryResult } from 'pg';
import { RecordingWriter } from './recording';

type Callback = (error: unknown, result?: QueryResult) => void;
type Query = (this: Client, ...args: unknown[]) => unknown;

const path = process.env.BENCH_RECORDING;
if (path === undefined) throw new Error('BENCH_RECORDING names no file');

const writer = new RecordingWriter(path);
const connections = new WeakMap<Client, number>();
let opened = 0;
let ended = 0;

function connectionOf(client: Client): number {
  const known = connections.get(client);
  if (known !== undefined) return known;
  connections.set(client, opened);
  return opened++;
}

/** The forms in which pg and its pool ask: text or a config, values beside or inside it. */
function read(args: readonly unknown[]): { name?: string; text: string; values: readonly unknown[] } {
  const [query, values] = args;
  if (typeof query === 'string') return { text: query, values: Array.isArray(values) ? values : [] };
  const config = query as { name?: string; text: string; values?: readonly unknown[] };
  return { name: config.name, text: config.text, values: config.values ?? (Array.isArray(values) ? values : []) };
}

const prototype = Client.prototype as unknown as { query: Query };
const original = prototype.query;

prototype.query = function (this: Client, ...args: unknown[]): unknown {
  const statement = { ...read(args), connection: connectionOf(this), after: ended };
  const note = (): void => writer.write({ ...statement, ended: ended++ });
  const last = args.at(-1);
  if (typeof last === 'function') {
    const callback = last as Callback;
    const noting: Callback = (error, result) => {
      note();
      callback(error, result);
    };
    return original.apply(this, [...args.slice(0, -1), noting]);
  }
  const result = original.apply(this, args) as Promise<unknown>;
  result.then(note, note);
  return result;
};
