/** Something that the person at the keyboard can put right; the message is one sentence that says how. */
export class SetupFailure extends Error {}

/** The one line to print for whatever went wrong; a fault of ours keeps its stack, for the report. */
export function sentenceFor(error) {
  if (error instanceof SetupFailure || error?.name === 'SetupError') return error.message;
  if (error?.code === 'EACCES' || error?.code === 'EPERM') {
    return `${error.path ?? 'A file'} belongs to another account (${error.code}): give it to yours with chown, or remove it.`;
  }
  if (error?.code === 'ENOSPC') return 'The disk is full: make room and start again.';
  return error?.stack ?? String(error);
}
