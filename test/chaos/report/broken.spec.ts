import { describe, expect, it } from 'vitest';
import { violation } from '../check/violation';
import { brokenIn } from '../plants/verdict';
import { describeViolations } from './broken';

describe('the report of broken promises', () => {
  const lines = describeViolations([
    ...Array.from({ length: 7 }, (_, index) => violation('no order is stuck', `order ${index}`, 'paid')),
    violation('nothing is oversold', 'SKU', '2 of 1'),
  ]);

  it('names each once, with a few examples', () => {
    expect(lines).toHaveLength(1 + 5 + 1 + 1);
    expect(lines[0]).toBe('BROKEN: no order is stuck (7 times)');
    expect(lines.at(-1)).toBe('    SKU: 2 of 1');
  });

  it('is understood by those who wait for a planted fault', () => {
    expect(brokenIn(lines.join('\n'))).toEqual(['no order is stuck', 'nothing is oversold']);
  });
});
