/**
 * Loaded into a process before anything else: SIGUSR2 puts its clock five minutes ahead, the next one puts it right. Timers and
 * `performance.now` go on as they are, as they do when somebody sets the clock of a machine.
 */
const AHEAD_MS = 5 * 60_000;
const Native = Date;
let aheadMs = 0;

process.on('SIGUSR2', () => {
  aheadMs = aheadMs === 0 ? AHEAD_MS : 0;
});

const now = (): number => Native.now() + aheadMs;

globalThis.Date = new Proxy(Native, {
  construct: (target, args: unknown[]) => Reflect.construct(target, args.length === 0 ? [now()] : args) as Date,
  get: (target, name, receiver): unknown => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
