import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PLANT_RUNS } from './plants/plant-runs';

const FOLDER = join(process.cwd(), 'test', 'chaos', 'plants');
const patches = readdirSync(FOLDER).filter((file) => file.endsWith('.patch'));

describe('the planted faults', () => {
  it('have a run each that brings them to light', () => {
    expect(PLANT_RUNS.map(({ name }) => `${name}.patch`).sort()).toEqual(patches.sort());
  });

  it.each(patches)('%s still applies to the code as it is', (patch) => {
    const check = (): Buffer => execFileSync('git', ['apply', '--check', join(FOLDER, patch)], { stdio: 'pipe' });
    expect(check).not.toThrow();
  });
});
