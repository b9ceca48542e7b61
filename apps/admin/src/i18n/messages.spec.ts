import { describe, expect, it } from 'vitest';
import { messages } from './messages';

/** Every key with its text. */
function flat(tree: object, path = ''): [string, string][] {
  return (Object.entries(tree) as [string, string | object][]).flatMap(([name, value]) =>
    typeof value === 'string' ? [[path + name, value] as [string, string]] : flat(value, `${path}${name}.`),
  );
}

const [english, chinese] = [new Map(flat(messages.en)), new Map(flat(messages.zh))];

/** The parts that are filled in, e.g. `%{count}`. */
function holes(text: string): string[] {
  return [...new Set(text.match(/%\{\w+\}/g))].filter((hole) => !['%{smart_count}', '%{name}'].includes(hole)).sort();
}

describe('the texts of the console', () => {
  it('have every key in both languages', () => {
    expect([...english.keys()].filter((key) => !chinese.has(key))).toEqual([]);
  });

  it('are never empty', () => {
    expect([...english, ...chinese].filter(([, text]) => text === '')).toEqual([]);
  });

  it('fill in the same facts in both languages', () => {
    const ours = [...english].filter(([key]) => !key.startsWith('ra.'));
    expect(ours.filter(([key, text]) => String(holes(text)) !== String(holes(chinese.get(key) ?? '')))).toEqual([]);
  });
});
