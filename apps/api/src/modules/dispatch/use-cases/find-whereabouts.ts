import type { Tx } from '#lib/database';
import { Inject, Injectable } from '@nestjs/common';
import type { Whereabouts } from '../domain/choose-courier';
import type { Point } from '../domain/distance';
import { PositionRepository } from '../persistence/position.repository';
import { ZoneDirectory } from '../zone-directory';

/** Where the couriers of one zone are believed to be. */
@Injectable()
export class FindWhereabouts {
  constructor(
    @Inject(PositionRepository) private readonly positions: PositionRepository,
    @Inject(ZoneDirectory) private readonly zones: ZoneDirectory,
  ) {}

  /** `otherwise` stands for the middle of a zone that is not known, and makes all couriers without a position equally near. */
  async of(tx: Tx, zoneId: string, otherwise: Point, now: Date): Promise<Whereabouts> {
    const positions = await this.positions.readRecent(tx, now);
    return { positions, zoneCentre: this.zones.centres([zoneId]).get(zoneId) ?? otherwise };
  }
}
