/** One mail. Texts may hold anything; addresses are taken as they are, one each, and never read as lists. */
export interface Mail {
  readonly from: { readonly name?: string; readonly address: string };
  /** Addresses without names. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** With its angle brackets; the same at every attempt, so that readers can drop a repetition. */
  readonly messageId: string;
  /** Nobody answers to it, and no machine should (RFC 3834). */
  readonly isAutomatic?: boolean;
}

/** One address that needs no quoting: nothing in it can end it or begin another. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d](?:[a-z\d.-]{0,252}[a-z\d])?$/i.test(text);
}

/** A text as it may stand in the head of a mail: on one line, without control characters. */
export function headText(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, HEAD_TEXT_LIMIT);
}

const HEAD_TEXT_LIMIT = 500;
