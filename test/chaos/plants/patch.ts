/** A unified diff, as `git diff` writes it, for texts that exist before and after. */
export interface FilePatch {
  readonly path: string;
  readonly hunks: readonly Hunk[];
}

interface Hunk {
  /** The line, from 0, where it stood when the patch was made. */
  readonly at: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Reads a patch; prose before the first file is left out. */
export function parsePatch(text: string): FilePatch[] {
  return text
    .split(/^--- a\//m)
    .slice(1)
    .map((part) => {
      const [head, ...hunks] = part.split(/^(?=@@ )/m);
      const path = /^\+\+\+ b\/(.+)$/m.exec(head ?? '')?.[1];
      if (path === undefined || hunks.length === 0) throw new Error(`Not a patch of a file: ${part.slice(0, 80)}`);
      return { path, hunks: hunks.map(parseHunk) };
    });
}

function parseHunk(text: string): Hunk {
  const [head = '', ...lines] = text.split('\n');
  const at = /^@@ -(\d+)/.exec(head)?.[1];
  if (at === undefined) throw new Error(`Not the head of a hunk: ${head}`);
  const of = (mark: '-' | '+'): string[] =>
    lines.filter((line) => line.startsWith(' ') || line.startsWith(mark)).map((line) => line.slice(1));
  return { at: Number(at) - 1, before: of('-'), after: of('+') };
}

/** The text after the patch, or before it when `reverse`. Throws when a hunk is not found as it stands. */
export function applyTo(text: string, { path, hunks }: FilePatch, reverse = false): string {
  const lines = text.split('\n');
  for (const hunk of hunks) {
    const [out, into] = reverse ? [hunk.after, hunk.before] : [hunk.before, hunk.after];
    const at = nearest(lines, out, hunk.at);
    if (at === undefined) throw new Error(`${path} has changed around "${(out[0] ?? '').trim()}"`);
    lines.splice(at, out.length, ...into);
  }
  return lines.join('\n');
}

/** Where these lines stand, next to where they are expected: what is above them may have grown or shrunk. */
function nearest(lines: readonly string[], wanted: readonly string[], expected: number): number | undefined {
  const places = lines
    .map((_, at) => at)
    .filter((at) => wanted.every((line, offset) => lines[at + offset] === line))
    .sort((a, b) => Math.abs(a - expected) - Math.abs(b - expected));
  return places[0];
}
