import { waybillNumber } from './waybill-number';

/** Serials in one block; a power of two. A process that ends leaves at most this many unused: gaps are allowed. */
export const BLOCK_SIZE = 16_384;

/**
 * One leased block of serials, handed out in a scattered order: position i gives (offset + i × stride) mod size. An odd
 * stride visits every serial of a power of two once, so a number doesn't tell what the one before or after it was.
 */
export class NumberBlock {
  private next = 0;
  private readonly stride: number;

  /** `block`: which one, from 0. `offset` and `stride`: integers from 0 below 2^31, best at random. */
  constructor(
    private readonly block: number,
    private readonly offset: number,
    stride: number,
  ) {
    this.stride = stride | 1;
  }

  /** Up to `count` numbers that this block has never given before; fewer when it is used up. */
  take(count: number): string[] {
    const end = Math.min(this.next + count, BLOCK_SIZE);
    const numbers: string[] = [];
    for (; this.next < end; this.next++) {
      const within = (this.offset + this.next * this.stride) % BLOCK_SIZE;
      numbers.push(waybillNumber(this.block * BLOCK_SIZE + within));
    }
    return numbers;
  }
}
