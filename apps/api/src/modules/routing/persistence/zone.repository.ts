import { Injectable } from '@nestjs/common';
import { statement, type Tx } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { type EntityManager, type FindOptionsWhere, MoreThan } from 'typeorm';
import type { Zone } from '../domain/network';
import { ZoneEntity } from './zone.entity';
import { definedOnly } from './defined-only';
import { refusedWrite } from './refused-write';

export type NewZone = Pick<Zone, 'code' | 'name' | 'stationId' | 'country' | 'lat' | 'lng' | 'radiusM' | 'active'>;
export type ZoneChange = Partial<Pick<Zone, 'name' | 'stationId' | 'lat' | 'lng' | 'radiusM' | 'active'>>;
export type StoredZone = Zone & { readonly version: number };

/** Fields that are left out do not filter. `after` is the id of the last item seen. */
export interface ZoneFilter {
  readonly stationId?: string;
  readonly country?: string;
  readonly active?: boolean;
  readonly after?: string;
  readonly limit: number;
}

const HOLD = statement(
  'routing.hold-zones',
  `select id from zones where id = any($1::uuid[]) and active order by id for key share`,
);

/** Rows of `zones`. Writes take the transaction; whoever writes announces the change of the network. */
@Injectable()
export class ZoneRepository {
  async insert(tx: Tx, data: NewZone): Promise<StoredZone> {
    const row = tx.manager.create(ZoneEntity, { id: uuidv7(), ...data, version: 1 });
    try {
      await tx.manager.insert(ZoneEntity, row);
    } catch (error) {
      throw refusedWrite(error);
    }
    return row;
  }

  /** The row as it will stay until this transaction ends. */
  lock(tx: Tx, id: string): Promise<StoredZone | null> {
    return tx.manager.findOne(ZoneEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** Writes a locked row; answers it as it is now. */
  async change(tx: Tx, row: StoredZone, change: ZoneChange): Promise<StoredZone> {
    const set = { ...definedOnly(change), version: row.version + 1 };
    try {
      await tx.manager.update(ZoneEntity, { id: row.id }, set);
    } catch (error) {
      throw refusedWrite(error);
    }
    return { ...row, ...set };
  }

  /** Keeps zones from being deleted until this transaction ends; those that there are and that are served. */
  async hold(tx: Tx, ids: readonly string[]): Promise<string[]> {
    return (await tx.query<{ id: string }>(HOLD, [ids])).map((row) => row.id);
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await tx.manager.delete(ZoneEntity, { id });
  }

  find(entities: EntityManager, id: string): Promise<StoredZone | null> {
    return entities.findOneBy(ZoneEntity, { id });
  }

  /** One more row than `limit`, where there is one: it tells that there is a next page. */
  list(entities: EntityManager, filter: ZoneFilter): Promise<StoredZone[]> {
    const { after, limit, ...equal } = filter;
    const where: FindOptionsWhere<ZoneEntity> = {
      ...definedOnly(equal),
      ...(after !== undefined && { id: MoreThan(after) }),
    };
    return entities.find(ZoneEntity, { where, order: { id: 'ASC' }, take: limit + 1 });
  }
}
