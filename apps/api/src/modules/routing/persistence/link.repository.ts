import { Injectable } from '@nestjs/common';
import { statement, type Tx } from '#lib/database';
import { type EntityManager, type FindOptionsWhere, MoreThan } from 'typeorm';
import type { Link } from '../domain/network';
import { LinkEntity } from './link.entity';
import { definedOnly } from './defined-only';
import { refusedWrite } from './refused-write';

export type NewLink = Pick<Link, 'fromFacilityId' | 'toFacilityId' | 'distanceM' | 'durationS' | 'closed'>;
export type LinkChange = Partial<Pick<Link, 'distanceM' | 'durationS' | 'closed'>>;
export type StoredLink = Link & { readonly version: number };

/** Fields that are left out do not filter. `after` is the id of the last item seen. */
export interface LinkFilter {
  readonly fromFacilityId?: string;
  readonly toFacilityId?: string;
  readonly closed?: boolean;
  readonly after?: number;
  readonly limit: number;
}

const HOLD = statement(
  'routing.hold-links',
  `select id, from_facility_id as "fromFacilityId", to_facility_id as "toFacilityId", distance_m as "distanceM",
          duration_s as "durationS", closed
   from links where id = any($1::int[]) order by id for key share`,
);

/** Rows of `links`. Writes take the transaction; whoever writes announces the change of the network. */
@Injectable()
export class LinkRepository {
  async insert(tx: Tx, data: NewLink): Promise<StoredLink> {
    const row = tx.manager.create(LinkEntity, { ...data, version: 1 });
    try {
      await tx.manager.insert(LinkEntity, row);
    } catch (error) {
      throw refusedWrite(error);
    }
    return row;
  }

  /** The row as it will stay until this transaction ends. */
  lock(tx: Tx, id: number): Promise<StoredLink | null> {
    return tx.manager.findOne(LinkEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** Writes a locked row; answers it as it is now. */
  async change(tx: Tx, row: StoredLink, change: LinkChange): Promise<StoredLink> {
    const set = { ...definedOnly(change), version: row.version + 1 };
    try {
      await tx.manager.update(LinkEntity, { id: row.id }, set);
    } catch (error) {
      throw refusedWrite(error);
    }
    return { ...row, ...set };
  }

  /** Keeps links from being deleted until this transaction ends; unknown ids are absent. */
  hold(tx: Tx, ids: readonly number[]): Promise<Link[]> {
    return tx.query<Link>(HOLD, [ids]);
  }

  async delete(tx: Tx, id: number): Promise<void> {
    await tx.manager.delete(LinkEntity, { id });
  }

  find(entities: EntityManager, id: number): Promise<StoredLink | null> {
    return entities.findOneBy(LinkEntity, { id });
  }

  /** One more row than `limit`, where there is one: it tells that there is a next page. */
  list(entities: EntityManager, filter: LinkFilter): Promise<StoredLink[]> {
    const { after, limit, ...equal } = filter;
    const where: FindOptionsWhere<LinkEntity> = {
      ...definedOnly(equal),
      ...(after !== undefined && { id: MoreThan(after) }),
    };
    return entities.find(LinkEntity, { where, order: { id: 'ASC' }, take: limit + 1 });
  }
}
