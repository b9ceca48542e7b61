import { isUtf8 } from 'node:buffer';
import { DomainError } from '#lib/kernel';
import type { BodyFormat, EndpointSpec } from './endpoint';
import { parseJsonText } from './json/parse';

/** A body as it came: parsed only after the guards have let the request pass, so that strangers cost us no parsing. */
export interface RawBody {
  readonly format: BodyFormat;
  readonly bytes: Buffer;
}

/** The media types that any route may accept. */
export const MEDIA_TYPES: Readonly<Record<BodyFormat, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  form: 'application/x-www-form-urlencoded',
};

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;

/** Refuses a format or a charset that the route does not take: 415. */
export function requireMediaType(spec: EndpointSpec, format: BodyFormat, contentType: string): void {
  const accepted = spec.bodyFormats ?? ['json'];
  const charset = CHARSET.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (accepted.includes(format) && (charset === 'utf-8' || charset === 'utf8')) return;
  const allowed = accepted.map((name) => MEDIA_TYPES[name]).join(' or ');
  throw new DomainError('unsupported_media', 'request.unsupported_media_type', `The body must be ${allowed} in UTF-8`);
}

/** The body's text, or 400 when its bytes are not UTF-8. */
export function decodeText(raw: RawBody): string {
  if (!isUtf8(raw.bytes)) malformed([{ pointer: '', detail: 'not valid UTF-8' }]);
  return raw.bytes.toString('utf8');
}

/** The value of a JSON or form body. A form's fields become members; a repeated one is refused like in JSON. */
export function decodeValue(raw: RawBody): unknown {
  const text = decodeText(raw);
  if (raw.format === 'form') return formFields(text);
  const parsed = parseJsonText(text);
  return parsed.ok ? parsed.value : malformed(parsed.errors);
}

function formFields(text: string): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) malformed([{ pointer: `/${name}`, detail: 'the name appears twice' }]);
    fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

function malformed(errors: DomainError['errors']): never {
  throw new DomainError('invalid_input', 'request.malformed_body', 'The body cannot be read', { errors });
}
