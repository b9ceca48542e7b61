import { expect, it } from 'vitest';
import { ApiError, fieldErrors } from './problem';

const PROBLEM = {
  status: 400,
  title: 'Bad Request',
  detail: 'Not valid',
  code: 'request.invalid',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
};

it('puts the faults of fields where their inputs look for them', () => {
  const errors = [
    { pointer: '/name', detail: 'is required' },
    { pointer: '/address/lat', detail: 'must be a number' },
    { pointer: '/address/lng', detail: 'must be a number' },
  ];
  const lost = { lat: 'must be a number', lng: 'must be a number' };
  expect(fieldErrors({ ...PROBLEM, errors })).toEqual({ name: 'is required', address: lost });
});

it('blames no field where the server blames none', () => {
  expect(fieldErrors(PROBLEM)).toBeUndefined();
});

it('tells what is wrong and the trace that support can look up', () => {
  expect(new ApiError(PROBLEM).message).toBe('Not valid (trace 0af76519)');
});
