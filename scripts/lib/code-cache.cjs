// Copied into dist/bundle: requires a file together with the code that V8 made of it when it was built, which is three
// times as fast as compiling it again. V8 takes only what was compiled by the same version on the same kind of processor
// under the same flags, which its version tag stands for; without such code the file is compiled.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { dirname } = require('node:path');
const { cachedDataVersionTag } = require('node:v8');
const { Script } = require('node:vm');

const scripts = new Map();

const codeOf = (file) => `${file}.${cachedDataVersionTag().toString(16)}.code`;

/** What the file exports. It must be ASCII: V8 then holds its text in one byte per character. */
function load(file) {
  const code = codeOf(file);
  const cachedData = existsSync(code) ? readFileSync(code) : undefined;
  const script = new Script(wrap(readFileSync(file, 'latin1')), { filename: file, cachedData });
  scripts.set(file, script);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/** Keeps the code of everything that is loaded now, functions that have run among it. */
function keep() {
  for (const [file, script] of scripts) writeFileSync(codeOf(file), script.createCachedData());
}

module.exports = { load, keep };
