import { describe, expect, it } from 'vitest';
import { isConnectionFault, isDataFault } from './sql-state';

const withCode = (code: string): Error => Object.assign(new Error('refused'), { code });

describe('what a failed statement says', () => {
  it.each([
    ['a lost connection', '08006'],
    ['a full disk', '53100'],
    ['no memory', '53200'],
    ['too many connections', '53300'],
    ['a server that ends', '57P01'],
    ['a server that starts', '57P03'],
    ['a failed write', '58030'],
    ['a refused connection', 'ECONNREFUSED'],
  ])('%s: the server cannot work now, and the rows are not at fault', (_what, code) => {
    expect(isConnectionFault(withCode(code))).toBe(true);
    expect(isDataFault(withCode(code))).toBe(false);
  });

  it.each([
    ['a number out of range', '22003'],
    ['a violated constraint', '23514'],
  ])('%s: the rows are at fault', (_what, code) => {
    expect(isConnectionFault(withCode(code))).toBe(false);
    expect(isDataFault(withCode(code))).toBe(true);
  });

  it('a syntax error or a lock that was not granted: neither', () => {
    for (const code of ['42601', '55P03', '57014']) expect(isConnectionFault(withCode(code))).toBe(false);
  });
});
