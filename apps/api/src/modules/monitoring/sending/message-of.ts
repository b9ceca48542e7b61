/** What went wrong, in a line, without the address: that of a robot holds its key. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const code = (cause as { code?: unknown } | undefined)?.code;
  const text = typeof code === 'string' ? `${error.message}: ${code}` : error.message;
  return text.replace(/https?:\/\/\S+/g, '[url]');
}
