import { Database, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Courier } from './courier.entity';

/** PostgreSQL takes 65,535 parameters a statement; a courier needs eleven. */
const INSERT_AT_ONCE = 1_000;

@Injectable()
export class CourierRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  async insert(tx: Tx, couriers: readonly Courier[]): Promise<void> {
    for (let at = 0; at < couriers.length; at += INSERT_AT_ONCE) {
      await tx.manager.insert(Courier, couriers.slice(at, at + INSERT_AT_ONCE));
    }
  }

  async find(ctx: Context, id: string): Promise<Courier | null> {
    return this.database.entities(ctx).findOneBy(Courier, { id });
  }

  /** The courier, locked until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<Courier | null> {
    return tx.manager.findOne(Courier, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** The courier as it is now, locked by nobody. */
  async read(tx: Tx, id: string): Promise<Courier | null> {
    return tx.manager.findOneBy(Courier, { id });
  }

  async save(tx: Tx, courier: Courier): Promise<void> {
    await tx.manager.update(Courier, { id: courier.id }, courier);
  }

  /** Which of these ids name a courier. Couriers are never deleted, so the answer stays true. */
  async known(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
    const found = await tx.manager.find(Courier, { where: { id: In([...ids]) }, select: { id: true } });
    return new Set(found.map(({ id }) => id));
  }

  async existsIn(tx: Tx, zoneId: string): Promise<boolean> {
    return tx.manager.existsBy(Courier, { zoneId });
  }

  /** By id, after `afterId`, of one zone or of all. */
  async list(ctx: Context, filter: { zoneId?: string; afterId?: string; limit: number }): Promise<Courier[]> {
    return this.database.entities(ctx).find(Courier, {
      where: {
        ...(filter.zoneId === undefined ? {} : { zoneId: filter.zoneId }),
        ...(filter.afterId === undefined ? {} : { id: MoreThan(filter.afterId) }),
      },
      order: { id: 'ASC' },
      take: filter.limit,
    });
  }
}
