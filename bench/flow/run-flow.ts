import { setTimeout as delay } from 'node:timers/promises';
import { errorCount, faultCount, type LoadPlan } from '../load/load-plan';
import { startLoad } from '../load/run-load';
import { DepthWatch } from './depth-watch';

/** Measuring begins when the first orders have come through: then every stage is at work. */
const RAMP_ORDERS = 1_000;
const RAMP_WITHIN_S = 60;
const DRAIN_WITHIN_S = 120;

export interface FlowResult {
  /** Orders that were dispatched per second, between the end of the ramp and the end of the load. */
  readonly perS: number;
  readonly acknowledged: number;
  readonly errors: number;
  /** The errors that were no refusal to try again later. */
  readonly faults: number;
  readonly deepest: number;
  readonly generatorCores: number;
}

/** Offers bulk orders until it has measured for `seconds`, then waits until every accepted order has come to rest. */
export async function runFlow(databaseUrl: string, plan: LoadPlan): Promise<FlowResult> {
  const load = startLoad({ ...plan, seconds: plan.seconds + RAMP_WITHIN_S });
  const watch = await DepthWatch.open(databaseUrl, load.say);
  try {
    await watch.moved(RAMP_ORDERS, RAMP_WITHIN_S);
    const [before, fromMs] = [await watch.dispatched(), performance.now()];
    await delay(plan.seconds * 1000);
    const [after, toMs] = [await watch.dispatched(), performance.now()];
    load.say('stop');
    const result = await load.result;
    await watch.drained(DRAIN_WITHIN_S);
    return {
      perS: (after - before) / ((toMs - fromMs) / 1000),
      acknowledged: result.acknowledged,
      errors: errorCount(result),
      faults: faultCount(result),
      deepest: watch.deepest,
      generatorCores: result.generatorCores,
    };
  } finally {
    await watch.close();
  }
}
