import { toggle } from './field';

/** Which rules may heal by themselves. On by default is only what can do no harm, however often it is done. */
export const REMEDIATION = {
  queueNotDraining: toggle({
    default: true,
    about: 'Send work that is stuck again when nothing of a stage gets done; doing so twice changes nothing',
  }),
  stageAge: toggle({
    default: true,
    about: 'Send work that is stuck again when it has been due for too long; doing so twice changes nothing',
  }),
  deadLetters: toggle({
    default: false,
    about: 'Take dead letters up again by themselves: what made them dead letters may do so again',
  }),
  eventLoop: toggle({ default: false, about: 'Replace a process whose event loop is late for seconds' }),
  oldSpace: toggle({ default: false, about: 'Replace a process whose memory has grown for an hour' }),
};
