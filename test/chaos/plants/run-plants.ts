import { CHECKOUT } from '../checkout';
import { Nursery } from './nursery';
import { CONTROLS, PLANT_RUNS, type PlantRun } from './plant-runs';
import { brokenIn } from './verdict';

const PROGRESS = /^ *[\d.]+ s /;

interface Finding {
  readonly plant: string;
  readonly caught: 'yes' | 'NO';
  readonly broken: string;
}

/**
 * Plants each fault in a copy of the checkout and sees whether the checker finds it. Sound code must pass the same runs
 * first. Answers the exit code.
 */
export async function runPlants(names: readonly string[], seed: number, say: (line: string) => void): Promise<number> {
  const wanted = names.length === 0 ? PLANT_RUNS : PLANT_RUNS.filter(({ name }) => names.includes(name));
  const unknown = names.filter((name) => !PLANT_RUNS.some((plant) => plant.name === name));
  if (unknown.length > 0) throw new Error(`No plant is called ${unknown.join(' or ')}`);
  say('Copying and building the checkout …');
  const nursery = Nursery.create(CHECKOUT);
  try {
    const sound = names.length > 0 || (await controlsPass(nursery, seed, say));
    const findings: Finding[] = [];
    for (const plant of wanted) findings.push(await find(nursery, plant, seed, say));
    console.table(findings);
    const missed = findings.filter(({ caught }) => caught === 'NO');
    for (const { plant } of missed) say(`NOT CAUGHT: ${plant}`);
    return sound && missed.length === 0 ? 0 : 1;
  } finally {
    nursery.remove();
  }
}

async function controlsPass(nursery: Nursery, seed: number, say: (line: string) => void): Promise<boolean> {
  for (const args of CONTROLS) {
    say(`— sound code: ${args.join(' ')}`);
    const { exitCode, output } = await nursery.run([...args, '--seed', String(seed), '--discard'], unlessProgress(say));
    if (exitCode === 0) continue;
    say(`Sound code failed:\n${output.slice(-4_000)}`);
    return false;
  }
  return true;
}

async function find(nursery: Nursery, plant: PlantRun, seed: number, say: (line: string) => void): Promise<Finding> {
  say(`— ${plant.name}: ${plant.args.join(' ')}`);
  nursery.plant(plant.name);
  try {
    const { exitCode, output } = await nursery.run(
      [...plant.args, '--seed', String(seed), '--discard'],
      unlessProgress(say),
    );
    const broken = brokenIn(output);
    const caught = exitCode === 1 && plant.breaks.some((invariant) => broken.includes(invariant));
    if (!caught) say(`exit code ${exitCode ?? '-'}\n${output.slice(-2_000)}`);
    return { plant: plant.name, caught: caught ? 'yes' : 'NO', broken: broken.join('; ') };
  } finally {
    nursery.uproot(plant.name);
  }
}

function unlessProgress(say: (line: string) => void): (line: string) => void {
  return (line) => {
    if (!PROGRESS.test(line)) say(`    ${line}`);
  };
}
