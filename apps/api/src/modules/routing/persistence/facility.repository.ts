import { Injectable } from '@nestjs/common';
import { statement, type Tx } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { type EntityManager, type FindOptionsWhere, MoreThan } from 'typeorm';
import type { Facility, FacilityKind } from '../domain/network';
import { FacilityEntity } from './facility.entity';
import { definedOnly } from './defined-only';
import { refusedRemoval, refusedWrite } from './refused-write';

export type NewFacility = Pick<Facility, 'code' | 'kind' | 'name' | 'lat' | 'lng' | 'country' | 'active'>;
export type FacilityChange = Partial<Pick<Facility, 'name' | 'lat' | 'lng' | 'active'>>;
export type StoredFacility = Facility & { readonly version: number };

/** Fields that are left out do not filter. `after` is the id of the last item seen. */
export interface FacilityFilter {
  readonly kind?: FacilityKind;
  readonly country?: string;
  readonly active?: boolean;
  readonly after?: string;
  readonly limit: number;
}

const HOLD = statement('routing.hold-facility', `select kind from facilities where id = $1 for key share`);

/** Rows of `facilities`. Writes take the transaction; whoever writes announces the change of the network. */
@Injectable()
export class FacilityRepository {
  async insert(tx: Tx, data: NewFacility): Promise<StoredFacility> {
    const row = tx.manager.create(FacilityEntity, { id: uuidv7(), ...data, version: 1 });
    try {
      await tx.manager.insert(FacilityEntity, row);
    } catch (error) {
      throw refusedWrite(error);
    }
    return row;
  }

  /** The row as it will stay until this transaction ends. */
  lock(tx: Tx, id: string): Promise<StoredFacility | null> {
    return tx.manager.findOne(FacilityEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** Writes a locked row; answers it as it is now. */
  async change(tx: Tx, row: StoredFacility, change: FacilityChange): Promise<StoredFacility> {
    const set = { ...definedOnly(change), version: row.version + 1 };
    try {
      await tx.manager.update(FacilityEntity, { id: row.id }, set);
    } catch (error) {
      throw refusedWrite(error);
    }
    return { ...row, ...set };
  }

  /** Keeps a facility from being deleted until this transaction ends and tells its kind; undefined when there is none. */
  async hold(tx: Tx, id: string): Promise<FacilityKind | undefined> {
    return (await tx.query<{ kind: FacilityKind }>(HOLD, [id]))[0]?.kind;
  }

  async delete(tx: Tx, id: string): Promise<void> {
    try {
      await tx.manager.delete(FacilityEntity, { id });
    } catch (error) {
      throw refusedRemoval(error);
    }
  }

  find(entities: EntityManager, id: string): Promise<StoredFacility | null> {
    return entities.findOneBy(FacilityEntity, { id });
  }

  /** One more row than `limit`, where there is one: it tells that there is a next page. */
  list(entities: EntityManager, filter: FacilityFilter): Promise<StoredFacility[]> {
    const { after, limit, ...equal } = filter;
    const where: FindOptionsWhere<FacilityEntity> = {
      ...definedOnly(equal),
      ...(after !== undefined && { id: MoreThan(after) }),
    };
    return entities.find(FacilityEntity, { where, order: { id: 'ASC' }, take: limit + 1 });
  }
}
