import { describe, expect, it } from 'vitest';
import { ReaderPlaces } from './reader-places';

const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('the places of readers', () => {
  it('are twenty for one caller, who gets another for one that is given back', () => {
    const places = new ReaderPlaces();
    const [giveBack] = times(20).map(() => places.take('shop'));
    expect(() => places.take('shop')).toThrow(/close a stream/);
    places.take('operator');
    giveBack?.();
    giveBack?.();
    places.take('shop');
    expect(() => places.take('shop')).toThrow(expect.objectContaining({ code: 'operations.too_many_streams' }));
  });

  it('are two hundred for all, and whole again when all are given back', () => {
    const places = new ReaderPlaces();
    const all = times(200).map((index) => places.take(`caller ${index}`));
    expect(() => places.take('one more')).toThrow(expect.objectContaining({ code: 'operations.too_many_readers' }));
    for (const giveBack of all) giveBack();
    times(200).forEach((index) => places.take(`caller ${index}`));
  });
});
