import type { Sample } from './sample';

/** A breaker as the processes of the fleet see it, each with its own. */
export interface SeenBreaker {
  readonly name: string;
  readonly open: boolean;
  /** Processes in which it is open, out of all that have it. */
  readonly openIn: number;
  readonly processes: number;
}

/** What the processes have last reported of their breakers, by name. */
export function breakersOf(reports: readonly { readonly samples: readonly Sample[] }[]): SeenBreaker[] {
  const seen = new Map<string, { openIn: number; processes: number }>();
  for (const { samples } of reports) {
    for (const { name, labels, value } of samples) {
      if (name !== 'breaker_open') continue;
      const breaker = Object.values(labels).join(' ');
      const known = seen.get(breaker) ?? { openIn: 0, processes: 0 };
      seen.set(breaker, { openIn: known.openIn + (value > 0 ? 1 : 0), processes: known.processes + 1 });
    }
  }
  return [...seen]
    .map(([name, counts]) => ({ name, open: counts.openIn > 0, ...counts }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
