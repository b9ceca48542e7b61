import { expect, it } from 'vitest';
import { eventually } from './eventually';

it('answers the first reading for which the condition holds', async () => {
  let reading = 0;
  await expect(
    eventually(
      () => ++reading,
      (value) => value >= 3,
    ),
  ).resolves.toBe(3);
  expect(reading).toBe(3);
});

it('names the last reading when the condition never holds', async () => {
  const never = eventually(
    () => ({ status: 'paid' }),
    () => false,
    0,
  );
  await expect(never).rejects.toThrow('Not reached within 0 ms; the last reading was {"status":"paid"}');
});
