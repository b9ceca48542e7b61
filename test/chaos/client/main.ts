/** The client of a chaos run, in a process of its own: nothing that is done to the system is done to it. */
import { HistoryWriter } from './history-writer';
import { OpenLoop } from './open-loop';
import type { ClientCommand, ClientMessage, ClientPlan } from './plan';

const PROGRESS_MS = 20;

let loop: OpenLoop | undefined;

function tell(message: ClientMessage): void {
  process.send?.(message);
}

async function run(plan: ClientPlan): Promise<void> {
  const running = new OpenLoop(plan, await HistoryWriter.create(plan.historyFile));
  loop = running;
  await running.prepare();
  tell({ do: 'started' });
  const timer = setInterval(() => {
    tell({ do: 'progress', counts: running.counts(), successes: running.takeSuccesses() });
  }, PROGRESS_MS);
  await running.run();
  clearInterval(timer);
  tell({ do: 'drained', counts: running.counts() });
}

process.on('message', (command: ClientCommand) => {
  if (command.do === 'drain') {
    loop?.drain();
    return;
  }
  run(command.plan).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit());
