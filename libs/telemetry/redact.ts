/** What stands in a log where something was that nobody should read there. */
const REDACTED = '[redacted]';

/** Keys whose values are secrets or say who a recipient is; compared without case, `_` and `-`. */
const SECRET_KEYS = new Set(
  [
    'authorization',
    'proxyAuthorization',
    'cookie',
    'setCookie',
    'secret',
    'clientSecret',
    'secretHash',
    'password',
    'token',
    'accessToken',
    'refreshToken',
    'idToken',
    'assertion',
    'apiKey',
    'privateKey',
    'signingKey',
    'jwk',
    'phone',
    'email',
    'rcpt',
    'recipient',
    'recipientName',
    'receivedBy',
    'address',
    'line1',
    'line2',
    'signature',
    'parameters',
  ].map(plain),
);

/** Secrets inside a text: telephone numbers (E.164), mail addresses, bearer tokens, JSON web tokens, passwords in a URL. */
const SECRET_TEXTS: readonly [RegExp, string][] = [
  [/\+\d{7,15}\b/g, REDACTED],
  [/(?<![\w.%+-])[\w.%+-]{1,64}@(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}\b/gi, REDACTED],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REDACTED],
  [/(\/\/[^\s:/@]*:)[^\s@/]+@/g, `$1${REDACTED}@`],
];

/** Deeper than this nothing is written: logs are for reading. */
const DEPTH_LIMIT = 6;
const ITEMS_LIMIT = 100;

function plain(key: string): string {
  return key.replace(/[_-]/g, '').toLowerCase();
}

export function redactText(text: string): string {
  return SECRET_TEXTS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

/** A copy of a value that may be logged: secrets replaced, bounded in depth and width, errors reduced to what is safe. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth === DEPTH_LIMIT) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.slice(0, ITEMS_LIMIT).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ITEMS_LIMIT)
      .map(([key, inner]) => [key, SECRET_KEYS.has(plain(key)) ? REDACTED : redact(inner, depth + 1)]),
  );
}

/**
 * Only the named parts of an error: those of database drivers also carry the statement's parameters and the row that
 * was refused, which hold whatever the client sent.
 */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, kind, context } = error as { code?: unknown; kind?: unknown; context?: unknown };
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' && { code }),
    ...(typeof kind === 'string' && { kind, context: redact(context, depth + 1) }),
    stack: redactText(error.stack ?? ''),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}
