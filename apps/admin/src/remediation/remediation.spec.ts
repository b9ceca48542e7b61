import { describe, expect, it } from 'vitest';
import { paramsToSend, paramsToStart, type RemedyParam } from './remediation';

const any = { about: '', of: null, min: null, max: null, default: null };
const stage: RemedyParam = { ...any, name: 'stage', kind: 'choice', of: ['payment', 'dispatch'] };
const olderThan: RemedyParam = { ...any, name: 'older_than_s', kind: 'integer', default: 15 };
const instance: RemedyParam = { ...any, name: 'instance', kind: 'name' };

describe('the parameters of a remedy', () => {
  it('begin with what the incident is about, where the server allows that', () => {
    const action = { params: [stage, olderThan, instance] };
    expect(paramsToStart(action, { stage: 'dispatch', instance: 'host:1/2' })).toEqual({
      stage: 'dispatch',
      older_than_s: '15',
      instance: 'host:1/2',
    });
    expect(paramsToStart(action, { stage: 'relay' })).toEqual({ stage: 'payment', older_than_s: '15', instance: '' });
  });

  it('are sent as numbers where they are numbers, and not at all where they were left empty', () => {
    const entered = { stage: 'dispatch', older_than_s: '30', instance: '' };
    expect(paramsToSend({ params: [stage, olderThan, instance] }, entered)).toEqual({
      stage: 'dispatch',
      older_than_s: 30,
    });
  });
});
