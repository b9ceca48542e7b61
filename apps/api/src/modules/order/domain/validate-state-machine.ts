import type { StateMachine } from './order-state';

/**
 * Faults of a state machine's definition, one sentence each; none when it is sound: every state can be reached from
 * `initial`, every state that is not in `terminal` has a way out, terminal ones have none, no step leads to itself.
 */
export function validateStateMachine<State extends string>(
  machine: StateMachine<State>,
  initial: State,
  terminal: readonly State[],
): string[] {
  const states = Object.keys(machine) as State[];
  const reached = reachableFrom(machine, initial);
  const faults: string[] = [];
  for (const state of states) {
    const next = machine[state];
    if (!reached.has(state)) faults.push(`${state} cannot be reached from ${initial}`);
    if (next.includes(state)) faults.push(`${state} leads to itself`);
    if (new Set(next).size !== next.length) faults.push(`${state} names a step twice`);
    if (terminal.includes(state) && next.length > 0) faults.push(`${state} is terminal but has a way out`);
    if (!terminal.includes(state) && next.length === 0) faults.push(`${state} has no way out`);
    for (const target of next) if (!(target in machine)) faults.push(`${state} leads to the unknown state ${target}`);
  }
  return faults;
}

function reachableFrom<State extends string>(machine: StateMachine<State>, initial: State): Set<State> {
  const steps: Readonly<Partial<Record<State, readonly State[]>>> = machine; // a step may lead to a state that is not there
  const reached = new Set<State>([initial]);
  for (const state of reached) for (const next of steps[state] ?? []) reached.add(next);
  return reached;
}
