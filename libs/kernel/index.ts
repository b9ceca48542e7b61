/**
 * Kernel: the words every part shares. Imports nothing but Node itself; has no state but the id counter.
 */
export { actorName, systemContext } from './context';
export type { Actor, Command, Context, Lane, Role } from './context';
export { DomainError } from './domain-error';
export type { DomainErrorOptions, ErrorKind, FieldError } from './domain-error';
export { CLOCK, systemClock } from './clock';
export type { Clock } from './clock';
export { isUuid, uuidv7, uuidv7TimeMs } from './ids';
export { MAX_AMOUNT_MINOR } from './money';
export { PollLoop } from './poll-loop';
export type { PollLoopOptions } from './poll-loop';
export { Turnstile } from './turnstile';
export {
  isSampled,
  isTraceparent,
  nextTraceparent,
  readTraceMark,
  spanIdOf,
  traceIdOf,
  traceMark,
  tracestateOf,
} from './trace-context';
export type { TraceContext, TraceSampler } from './trace-context';
