import { describe, expect, it } from 'vitest';
import openApi from '../../../../docs/openapi.json';
import { changesBetween, faultOf, fieldsOf, type OpenApi, type SettingField } from './settings-schema';
import { bodyOf } from './settings-change';

const FIELD: SettingField = { group: 'http', name: 'ms', type: 'number', isWhole: true, min: 10, max: 20, about: '' };

describe('the form of the settings', () => {
  it('knows every setting of the API with its bounds', () => {
    const fields = fieldsOf(openApi as unknown as OpenApi);
    expect(fields.find(({ group, name }) => group === 'intake' && name === 'batch_size')).toMatchObject({
      type: 'number',
      isWhole: true,
      min: 1,
      max: 256,
    });
    expect(fields.find(({ name }) => name === 'redis_claim')).toMatchObject({ type: 'boolean' });
    expect(fields.length).toBeGreaterThan(20);
  });

  it.each([
    [Number.NaN, 'number'],
    [10.5, 'whole'],
    [9, 'bounds'],
    [21, 'bounds'],
    [10, undefined],
    [20, undefined],
  ])('judges %s as the server would', (value, fault) => {
    expect(faultOf(FIELD, value)).toBe(fault);
  });

  it('sends what differs and nothing else', () => {
    const before = { http: { ms: 10, sample: 5 }, intake: { wait: 1 } };
    const changes = changesBetween(before, { http: { ms: 15, sample: 5 }, intake: { wait: 1 } });
    expect(changes).toEqual([{ group: 'http', name: 'ms', before: 10, after: 15 }]);
    expect(bodyOf(changes)).toEqual({ http: { ms: 15 } });
  });
});
