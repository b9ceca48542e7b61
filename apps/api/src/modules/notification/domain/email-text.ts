/** What a template can name, written `{{name}}`; nothing else is known. */
export const EMAIL_VARIABLES = [
  'recipient_name',
  'merchant_name',
  'reference',
  'waybill_number',
  'city',
  'occurred_at',
] as const;
export type EmailVariable = (typeof EMAIL_VARIABLES)[number];
export type EmailValues = Readonly<Record<EmailVariable, string>>;

/** The three texts of a mail, as templates or as they are sent. */
export interface EmailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What is wrong with a template: which of its texts, and a sentence for whoever wrote it. */
export interface EmailTextFault {
  readonly field: keyof EmailText;
  readonly detail: string;
}

const PLACE = /\{\{\s*([a-z_]{1,40})\s*\}\}/g;
/** Where a value would be more than text: inside a tag, a comment, or a style sheet. */
const MARKUP = /<!--[\s\S]*?(?:-->|$)|<style\b[\s\S]*?(?:<\/style\s*>|$)|<[a-z/!?][^>]*(?:>|$)/gi;
/** What no mail reader shows, or only somebody with bad intentions wants in a mail. */
const FORBIDDEN = /<\s*(?:\/\s*)?(script|iframe|frame|object|embed|applet|form|input|base|meta|link|svg|math)\b/i;
/** Looked for in what `MARKUP` finds alone: over a whole text it would try each `<` against all that follows. */
const HANDLER = /[\s/"'](on[a-z]+)\s*=/i;
const SCRIPT_URL = /(?:javascript|vbscript|data)\s*:/i;

/** Everything that keeps a template from being saved; empty when it can be. */
export function emailTextFaults(template: EmailText): EmailTextFault[] {
  const fields = ['subject', 'text', 'html'] as const;
  return [
    ...fields.flatMap((field) => placeFaults(template[field]).map((detail) => ({ field, detail }))),
    ...(/\p{Cc}|\u2028|\u2029/u.test(template.subject)
      ? [{ field: 'subject' as const, detail: 'must be one line without control characters' }]
      : []),
    ...htmlFaults(template.html).map((detail) => ({ field: 'html' as const, detail })),
  ];
}

function placeFaults(text: string): string[] {
  const unknown = [...text.matchAll(PLACE)].flatMap(([, name = '']) => (isVariable(name) ? [] : [name]));
  const faults = [...new Set(unknown)].map(
    (name) => `names {{${name}}}, which is none of ${EMAIL_VARIABLES.join(', ')}`,
  );
  const rest = text.replace(PLACE, '');
  return /\{\{|\}\}/.test(rest) ? [...faults, 'has {{ or }} that belong to no variable'] : faults;
}

function htmlFaults(html: string): string[] {
  const faults: string[] = [];
  const forbidden = FORBIDDEN.exec(html)?.[1];
  if (forbidden !== undefined) faults.push(`must not hold <${forbidden.toLowerCase()}>`);
  const markup = html.match(MARKUP) ?? [];
  const [handler] = markup.flatMap((part) => HANDLER.exec(part)?.[1] ?? []);
  if (handler !== undefined) faults.push(`must not hold ${handler.toLowerCase()}=`);
  if (markup.some((part) => SCRIPT_URL.test(part))) faults.push('must not hold addresses that are programs or data');
  if (markup.some((part) => part.includes('{{')))
    faults.push('must not have a variable inside a tag, a comment or a style');
  return faults;
}

/** The mail of these values: what stands in HTML is escaped, what stands in the subject is one line. */
export function renderEmail(template: EmailText, values: EmailValues): EmailText {
  return {
    subject: filled(template.subject, values, oneLine),
    text: filled(template.text, values, oneLine),
    html: filled(template.html, values, (value) => escaped(oneLine(value))),
  };
}

/** In one pass: a value that looks like a variable stays what it is. */
function filled(template: string, values: EmailValues, written: (value: string) => string): string {
  return template.replace(PLACE, (place, name: string) => (isVariable(name) ? written(values[name]) : place));
}

function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function isVariable(name: string): name is EmailVariable {
  return EMAIL_VARIABLES.some((variable) => variable === name);
}
