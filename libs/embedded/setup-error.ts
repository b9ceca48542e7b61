/** The machine lacks something. The message is one sentence for the person at the keyboard and says what to do. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
