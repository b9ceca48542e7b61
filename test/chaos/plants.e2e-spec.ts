import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyTo, parsePatch } from './plants/patch';
import { PLANT_RUNS } from './plants/plant-runs';

const FOLDER = join(process.cwd(), 'test', 'chaos', 'plants');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.patch'));

describe('the planted faults', () => {
  it('have a run each that brings them to light', () => {
    expect(PLANT_RUNS.map(({ name }) => `${name}.patch`).sort()).toEqual(files.sort());
  });

  it.each(files)('%s still applies to the code as it is', (file) => {
    const patches = parsePatch(readFileSync(join(FOLDER, file), 'utf8'));
    expect(patches.length).toBeGreaterThan(0);
    for (const patch of patches) {
      const sound = readFileSync(join(process.cwd(), patch.path), 'utf8');
      const planted = applyTo(sound, patch);
      expect(planted).not.toBe(sound);
      expect(applyTo(planted, patch, true)).toBe(sound);
    }
  });
});
