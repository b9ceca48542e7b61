import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultEmail } from './email-defaults';
import { EMAIL_LANGUAGES, EMAIL_STATUSES } from './email-status';
import { EMAIL_VARIABLES, emailTextFaults, renderEmail, type EmailText, type EmailValues } from './email-text';

const template = (changes: Partial<EmailText>): EmailText => ({
  subject: 'S',
  text: 'T',
  html: '<p>H</p>',
  ...changes,
});
const values = (value: string): EmailValues =>
  Object.fromEntries(EMAIL_VARIABLES.map((name) => [name, value])) as unknown as EmailValues;
const faults = (changes: Partial<EmailText>): string[] =>
  emailTextFaults(template(changes)).map(({ field, detail }) => `${field} ${detail}`);

describe('a template', () => {
  it.each([
    [{ subject: 'About {{order}}' }, /subject names {{order}}/],
    [{ text: '{{recipient_name' }, /text has {{/],
    [{ html: '<p>}}</p>' }, /html has/],
    [{ html: '{{constructor}}' }, /names {{constructor}}/],
    [{ subject: 'a\r\nBcc: b@example.com' }, /one line/],
    [{ subject: 'a\u2028b' }, /one line/],
    [{ html: '<a href="{{reference}}">x</a>' }, /inside a tag/],
    [{ html: '<!-- {{reference}} -->' }, /inside a tag, a comment/],
    [{ html: '<style>p { color: {{city}} }</style>' }, /style/],
    [{ html: '<p title={{city}}' }, /inside a tag/],
    [{ html: '<scr' + 'ipt>alert(1)</script>' }, /<script>/],
    [{ html: '<IFRAME src=x>' }, /<iframe>/],
    [{ html: '<img src=x onerror=alert(1)>' }, /onerror=/],
    [{ html: '<img/onerror=alert(1)>' }, /onerror=/],
    [{ html: '<img src="x"onerror=alert(1)>' }, /onerror=/],
    [{ html: '<a href="javascript:alert(1)">x</a>' }, /programs/],
  ] as const)('%j is refused', (changes, reason) => {
    expect(faults(changes).join('\n')).toMatch(reason);
  });

  // Time that grows with the square of the length would be seconds: whoever may write a template could stop a process.
  it.each([
    '<',
    '< ',
    ' ',
    '<a ',
    '<a on',
    '<a onx ',
    '<!-',
    '<style',
    '</style ',
    '<!-- ',
    '{{',
    '{{ a',
    ' on',
    '<style>',
  ])('of %j again and again is judged', { timeout: 500 }, (part) => {
    const html = `<${part.repeat(50_000)}`.slice(0, 50_000);
    expect(faults({ html: `${html}z` }).length).toBeLessThan(4);
  });

  it('is what we ship for each status in each language', () => {
    for (const status of EMAIL_STATUSES) {
      for (const language of EMAIL_LANGUAGES) {
        const ours = defaultEmail(status, language);
        expect(emailTextFaults(ours)).toEqual([]);
        expect(renderEmail(ours, values('Zhang San')).text).not.toContain('{{');
      }
    }
  });
});

describe('a mail', () => {
  it('has no markup but its template’s, and one line of subject, whatever the values are', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('{{city}}', '<b>', '"', "'", '&amp;', '\r\nBcc: x'),
    );
    fc.assert(
      fc.property(text, (value) => {
        const mail = renderEmail(
          template({ subject: '{{city}} {{reference}}', html: '<p>{{city}}</p><i>{{ reference }}</i>' }),
          values(value),
        );
        expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(mail.html.replace(/^<p>|<\/p><i>|<\/i>$/g, '')).not.toMatch(/[<>"']/);
      }),
      { numRuns: 500 },
    );
  });

  it('reads no variable out of a value', () => {
    const mail = renderEmail(template({ text: '{{recipient_name}}' }), {
      ...values('secret'),
      recipient_name: '{{city}}',
    });
    expect(mail.text).toBe('{{city}}');
  });
});
