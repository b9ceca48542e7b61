import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { redisBinary } from './redis-binary';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linehaul-path-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('takes the Redis or Valkey on PATH before it fetches one', async () => {
  const command = join(folder, 'valkey-server');
  writeFileSync(command, '#!/bin/sh\n', { mode: 0o755 });
  await expect(redisBinary(join(folder, 'cache'), { PATH: `/nowhere:${folder}` }, undefined)).resolves.toEqual({
    command,
    env: {},
  });
});
