// The part of `npm run build` that makes the operators' console: `dist/console`, with a compressed copy beside what is worth
// one. Left alone when it was built from exactly these sources. Fails when the first load outgrows its budget.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { CHECKOUT } from './lib/checkout.mjs';

const SOURCE = join(CHECKOUT, 'apps', 'admin');
const TARGET = join(CHECKOUT, 'dist', 'console');
const STAMP = join(TARGET, '.built-from');

/** What a browser loads before the first page shows, compressed. */
const FIRST_LOAD_LIMIT_BYTES = 400 * 1024;
const WORTH_COMPRESSING = /\.(js|css|svg|json)$/;

function digestOfSources() {
  const hash = createHash('sha256');
  const files = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.spec.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [join(CHECKOUT, 'package-lock.json'), join(CHECKOUT, 'scripts', 'console.mjs'), ...files]) {
    hash.update(file.slice(CHECKOUT.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Compresses once what is sent thousands of times; answers the sizes by the name that the manifest gives. */
function compress() {
  const sizes = new Map();
  for (const name of readdirSync(join(TARGET, 'assets')).filter((file) => WORTH_COMPRESSING.test(file))) {
    const compressed = gzipSync(readFileSync(join(TARGET, 'assets', name)), { level: 9 });
    writeFileSync(join(TARGET, 'assets', `${name}.gz`), compressed);
    sizes.set(`assets/${name}`, compressed.length);
  }
  return sizes;
}

/** The entry and all that it imports before it runs. */
function firstLoad(manifest) {
  const files = new Set();
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    const { file, css = [], imports = [] } = manifest[key];
    for (const name of [file, ...css]) files.add(name);
    for (const next of imports) visit(next);
  };
  visit('index.html');
  return [...files];
}

const digest = digestOfSources();
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== digest) {
  await build({ configFile: join(SOURCE, 'vite.config.mts'), logLevel: 'warn' });
  const sizes = compress();
  const manifest = JSON.parse(readFileSync(join(TARGET, '.vite', 'manifest.json'), 'utf8'));
  const bytes = firstLoad(manifest).reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
  rmSync(join(TARGET, '.vite'), { recursive: true });
  console.log(`The console's first load is ${Math.round(bytes / 1024)} kB of ${FIRST_LOAD_LIMIT_BYTES / 1024} kB.`);
  if (bytes > FIRST_LOAD_LIMIT_BYTES)
    throw new Error("The console's first load is larger than its budget: load a page lazily");
  writeFileSync(STAMP, digest);
}
