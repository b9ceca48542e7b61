import { Database, statement } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { NumberBlock } from '../domain/number-block';

const LEASE = statement(
  'waybill.lease-block',
  `update waybill_blocks set next_block = next_block + 1 returning next_block - 1 as block`,
);

const LOCK_TIMEOUT_MS = 1_000;
const RANDOM_BELOW = 2 ** 31;

/**
 * This process's supply of waybill numbers: blocks leased from PostgreSQL, used up in memory.
 *
 * A lease commits by itself before its first number is used. So a number never comes twice, whatever becomes of the
 * transaction that uses it or of this process: what was taken from a block is gone. The lease has a connection of its
 * own, since transactions that wait for it hold those of the pool.
 */
@Injectable()
export class NumberLease {
  private block = new NumberBlock(0, 0, 0);
  private leasing: Promise<void> | undefined;

  constructor(@Inject(Database) private readonly database: Database) {
    this.block.take(Infinity); // nothing is leased yet
  }

  async take(ctx: Context, count: number): Promise<string[]> {
    const numbers = this.block.take(count);
    while (numbers.length < count) {
      this.leasing ??= this.lease(ctx).finally(() => (this.leasing = undefined));
      await this.leasing;
      numbers.push(...this.block.take(count - numbers.length));
    }
    return numbers;
  }

  private async lease(ctx: Context): Promise<void> {
    const pool = this.database.dedicatedPool(ctx, { size: 1, lockTimeoutMs: LOCK_TIMEOUT_MS });
    try {
      const [row] = await pool.statements.query<{ block: number }>(LEASE);
      if (row === undefined) throw new Error('waybill_blocks has lost its row: no waybill number can be issued');
      this.block = new NumberBlock(row.block, randomInt(RANDOM_BELOW), randomInt(RANDOM_BELOW));
    } finally {
      await pool.close();
    }
  }
}
