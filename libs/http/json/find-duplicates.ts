import { joinPointer } from './pointer';
import { endOfString } from './scan';

interface Frame {
  readonly pointer: string;
  /** Names seen so far in an object; undefined for an array. */
  readonly names: Set<string> | undefined;
  name: string;
  index: number;
  /** In an object: the next string is a name. */
  expectsName: boolean;
}

function frameAt(pointer: string, isObject: boolean): Frame {
  return { pointer, names: isObject ? new Set() : undefined, name: '', index: 0, expectsName: isObject };
}

function childPointer(frame: Frame | undefined): string {
  if (frame === undefined) return '';
  return joinPointer(frame.pointer, frame.names === undefined ? frame.index : frame.name);
}

/**
 * Pointers to the repeated names of a valid JSON text, in the order in which they repeat. Only called once a document is
 * known to have one, so it may be slower than the scan; it is linear and keeps its own stack.
 */
export function findDuplicates(text: string, limit: number): string[] {
  const found: string[] = [];
  const stack: Frame[] = [];
  for (let at = 0; at < text.length && found.length < limit; at++) {
    const frame = stack.at(-1);
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (frame?.names !== undefined && frame.expectsName) {
        frame.name = JSON.parse(text.slice(at, end + 1)) as string;
        frame.expectsName = false;
        if (frame.names.has(frame.name)) found.push(childPointer(frame));
        frame.names.add(frame.name);
      }
      at = end;
    } else if (character === '{' || character === '[') {
      stack.push(frameAt(childPointer(frame), character === '{'));
    } else if (character === '}' || character === ']') {
      stack.pop();
    } else if (character === ',' && frame !== undefined) {
      frame.index++;
      frame.expectsName = frame.names !== undefined;
    }
  }
  return found;
}
