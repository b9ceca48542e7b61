'use strict';

// A thread that a test starts from a TypeScript file: vitest compiles for its own threads only, and Node.js 20 reads no
// types. Required by vitest's processes, whose threads inherit that; it costs nothing until such a thread starts.
const { readFileSync } = require('node:fs');

require.extensions['.ts'] = (module, file) => {
  const { transformSync } = require('@swc/core');
  module._compile(transformSync(readFileSync(file, 'utf8'), { filename: file }).code, file);
};
