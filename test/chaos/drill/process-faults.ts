import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, signalAll } from '../installation/process-tree';
import type { DrillFault } from './drill-fault';
import { Traffic } from './traffic';

const [STILL_MS, RUN_MS] = [300, 150];
const SURGE_PER_S = 40;

/** Lets a process stand still again and again, never for so long that its supervisor takes it for hung. */
async function stutter(pid: number, isOver: () => boolean): Promise<void> {
  while (!isOver() && isAlive(pid)) {
    signalAll([pid], 'SIGSTOP');
    await delay(STILL_MS);
    signalAll([pid], 'SIGCONT');
    await delay(RUN_MS);
  }
}

/** What happens to the application's own processes, and what comes at them. */
export const PROCESS_FAULTS: readonly DrillFault[] = [
  {
    name: 'worker stopped',
    rule: 'process died',
    healedBy: 'itself',
    strike: async (site) => {
      signalAll([(await site.bystander()).pid], 'SIGSTOP');
      return { end: () => Promise.resolve() };
    },
  },
  {
    name: 'event loop blocked',
    rule: 'event loop',
    healedBy: 'a rule',
    strike: async (site) => {
      const { pid } = await site.bystander();
      let isOver = false;
      const stuttering = stutter(pid, () => isOver);
      return {
        // Until the one that was put in its place has nothing of it.
        end: async () => {
          const late = setTimeout(() => (isOver = true), 60_000);
          await stuttering;
          clearTimeout(late);
        },
      };
    },
  },
  {
    name: 'clock 5 min ahead',
    rule: 'clock skew',
    healedBy: 'a person',
    strike: async (site) => {
      const { pid } = await site.bystander();
      signalAll([pid], 'SIGUSR2');
      return {
        end: () => {
          signalAll([pid], 'SIGUSR2');
          return Promise.resolve();
        },
      };
    },
  },
  {
    name: 'traffic ×5',
    rule: 'traffic surge',
    healedBy: 'itself',
    strike: (site) => {
      const more = Traffic.start(site.stateFolder, SURGE_PER_S);
      process.once('exit', () => more.kill());
      return Promise.resolve({ end: () => more.stop() });
    },
  },
];
