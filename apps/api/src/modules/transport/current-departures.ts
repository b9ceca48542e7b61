import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { bumpVersion, Database, type Tx, VersionWatch } from '#lib/database';
import { CLOCK, type Clock, systemContext } from '#lib/kernel';
import type { Departure } from './domain/departure';
import { TripRepository } from './persistence/trip.repository';

const NONE: readonly Departure[] = [];

/**
 * When trips leave, in memory: planning a batch reads no row of a trip that it does not take. Times never change and
 * seats are not kept here; a trip that is missing or gone costs one more look at the database, never a wrong seat.
 */
@Injectable()
export class CurrentDepartures implements OnModuleInit {
  private byLink: ReadonlyMap<number, readonly Departure[]> = new Map();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.watch.subscribe('timetables', () => this.reload());
  }

  /** Departures of a link, sorted, without those that had left when they were read. */
  of(linkId: number): readonly Departure[] {
    return this.byLink.get(linkId) ?? NONE;
  }

  /** Tells every process, this one at once, that `tx` changed trips. */
  async announceChange(tx: Tx): Promise<void> {
    await bumpVersion(tx, 'timetables');
    tx.afterCommit(() => void this.watch.refresh());
  }

  private async reload(): Promise<void> {
    const db = this.database.statements(systemContext('departures'));
    this.byLink = await this.trips.loadDepartures(db, this.clock.now());
  }
}
