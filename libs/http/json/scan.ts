const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** What one pass over a JSON text counts; meaningless, but harmless, for a text that is not JSON. */
export interface Scan {
  /** `name: value` pairs of all objects together, repeated names counted each time. */
  readonly members: number;
  /** The deepest nesting of objects and arrays, or the first depth beyond `depthLimit`. */
  readonly depth: number;
}

/**
 * The index of the quote that ends the string which starts at `start`, or the text's length. Backslashes are counted
 * back only to the last character that is none, so the whole scan stays linear.
 */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let before = end - 1;
    while (before > start && text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

/**
 * Counts members and depth without building anything. `JSON.parse` keeps the last of two equal names silently; a parsed
 * document with fewer members than its text had is one with a duplicate, which costs far less than a reviver to find.
 */
export function scanJson(text: string, depthLimit: number): Scan {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case COLON:
        members++;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (++depth > deepest) deepest = depth;
        if (depth > depthLimit) return { members, depth };
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth--;
        break;
      default:
    }
  }
  return { members, depth: deepest };
}
