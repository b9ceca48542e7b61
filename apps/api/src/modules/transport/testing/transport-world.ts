import { type DynamicModule, Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Database, DatabaseModule, park, statement, TransactionalEvents, type Tx } from '#lib/database';
import { CALL_GATE, GrpcModule } from '#lib/grpc';
import { throwWatchFault } from '#lib/testing';
import { IdempotencyModule } from '#lib/idempotency';
import { CLOCK, type Clock, type Context, systemContext, uuidv7 } from '#lib/kernel';
import { HotSettingsModule } from '#lib/settings';
import { linkKey, LinkRemoved, RoutingFacade } from '#module/routing';
import type { NewTimetable } from '../domain/timetable';
import { DAILY } from '../domain/weekdays';
import { TransportFacade } from '../transport.facade';
import { TransportModule } from '../transport.module';
import type { TripOutcome, TripRequest } from '../use-cases/assign-trips';

const TRIPS = statement(
  'transport-test.trips',
  `select id, departs_at as "departsAt", arrives_at as "arrivesAt", seats, used
   from trips where link_id = $1 order by departs_at`,
);

const WORK = statement(
  'transport-test.work',
  `select unnest(order_ids) as "orderId" from work where stage = 'dispatch'`,
);

const DEPARTURES = statement(
  'transport-test.departures',
  `select departs_at as "departsAt" from unnest($1::bigint[]) with ordinality as w (id, leg)
   join trips t on t.id = w.id order by leg`,
);

const BOOKED = statement(
  'transport-test.booked',
  `select t.id, count(*) as seats from seat_bookings b cross join unnest(b.trip_ids) as id
   join trips t using (id) where t.link_id = $1 group by t.id`,
);

const WAITERS = statement(
  'transport-test.waiters',
  `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
);

/** A clock that stands still until it is told. */
export class TestClock implements Clock {
  constructor(private at: Date) {}

  now(): Date {
    return this.at;
  }

  set(at: Date): void {
    this.at = at;
  }
}

/** Monday. */
export const START = new Date('2030-01-07T00:00:00Z');

export function hours(count: number): Date {
  return new Date(START.getTime() + count * 3_600_000);
}

@Global()
@Module({})
class SurroundingsModule {}

/** Nobody calls over gRPC here: the gate is there and never asked. */
function surroundings(clock: Clock): DynamicModule {
  const providers = [
    { provide: CLOCK, useValue: clock },
    { provide: CALL_GATE, useValue: {} },
  ];
  return { module: SurroundingsModule, providers, exports: [CLOCK, CALL_GATE] };
}

@Module({})
class TransportTestModule {}

/** Transport and routing as one process runs them, without an HTTP server. */
export class TransportWorld {
  readonly ctx: Context = systemContext('transport-test');
  readonly transport: TransportFacade;
  readonly database: Database;
  private stations = 0;

  private constructor(
    private readonly app: INestApplicationContext,
    readonly clock: TestClock,
  ) {
    this.transport = app.get(TransportFacade);
    this.database = app.get(Database);
  }

  static async open(url: string, clock = new TestClock(START)): Promise<TransportWorld> {
    const database = {
      url,
      poolSize: 6,
      prepared: true,
      applicationName: 'transport-test',
      onWatchError: throwWatchFault,
    };
    const app = await NestFactory.createApplicationContext(
      {
        module: TransportTestModule,
        imports: [
          surroundings(clock),
          GrpcModule.forRoot({ fault: throwWatchFault }),
          DatabaseModule.forRoot(database),
          HotSettingsModule.forRoot({ onIgnored: () => undefined }),
          IdempotencyModule,
          TransportModule,
        ],
      },
      { logger: ['error'], abortOnError: false },
    );
    return new TransportWorld(app, clock);
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get(type);
  }

  transaction<T>(work: (tx: Tx) => T | Promise<T>): Promise<T> {
    return this.database.transaction(this.ctx, work);
  }

  /** A chain of facilities joined by links of these driving times; answers the links' ids. */
  async links(...durationsS: number[]): Promise<number[]> {
    const prefix = `T${this.stations++}-${uuidv7().slice(-12).toUpperCase()}`;
    const codes = [0, ...durationsS].map((_, index) => `${prefix}-${index}`);
    const place = { kind: 'hub', name: 'Test', lat: 30, lng: 110, country: 'CN' } as const;
    const links = durationsS.map((durationS, index) => ({
      fromCode: codes[index] ?? '',
      toCode: codes[index + 1] ?? '',
      distanceM: 1000,
      durationS,
    }));
    const network = { facilities: codes.map((code) => ({ code, ...place })), links, zones: [] };
    const { linkIds } = await this.transaction((tx) =>
      this.app.get(RoutingFacade).importNetwork(this.ctx, tx, network),
    );
    return links.map((link) => linkIds.get(linkKey(link.fromCode, link.toCode)) ?? 0);
  }

  /** Departures of a link every day at these hours (UTC). */
  async timetables(linkId: number, departHours: readonly number[], seats: number): Promise<void> {
    const rows = departHours.map((hour): NewTimetable => {
      return { linkId, departsMinute: Math.round(hour * 60), weekdays: DAILY, seats };
    });
    await this.transaction((tx) => this.transport.importTimetables(this.ctx, tx, rows));
  }

  assign(...requests: TripRequest[]): Promise<TripOutcome[]> {
    return this.transaction((tx) => this.transport.assignTrips(this.ctx, tx, requests));
  }

  /** As the dispatch stage does it: orders without a seat are parked in the same transaction. */
  async assignOrPark(...requests: TripRequest[]): Promise<TripOutcome[]> {
    return this.transaction(async (tx) => {
      const outcomes = await this.transport.assignTrips(this.ctx, tx, requests);
      for (const outcome of outcomes) {
        if (outcome.outcome === 'full') this.parkFor(tx, outcome.orderId, outcome.linkId);
      }
      return outcomes;
    });
  }

  parkFor(tx: Tx, orderId: string, linkId: number): void {
    const waiting = { orderId, stage: 'dispatch', reason: 'capacity', key: `link:${linkId}`, detail: {} } as const;
    park(tx, [waiting], this.clock.now());
  }

  /** When the trips leave, in hours after START. */
  async departureHours(tripIds: readonly number[]): Promise<number[]> {
    const rows = await this.database.statements(this.ctx).query<{ departsAt: Date }>(DEPARTURES, [tripIds]);
    return rows.map((row) => (row.departsAt.getTime() - START.getTime()) / 3_600_000);
  }

  /** Seats that bookings name, by trip. */
  async bookedSeats(linkId: number): Promise<Map<number, number>> {
    const rows = await this.database.statements(this.ctx).query<{ id: number; seats: number }>(BOOKED, [linkId]);
    return new Map(rows.map((row) => [row.id, row.seats]));
  }

  /** How many sessions stand before a lock. */
  async waiters(): Promise<number> {
    return (await this.database.statements(this.ctx).query(WAITERS)).length;
  }

  release(...orderIds: string[]): Promise<void> {
    return this.transaction((tx) => this.transport.release(this.ctx, tx, orderIds));
  }

  trips(linkId: number): Promise<{ id: number; departsAt: Date; arrivesAt: Date; seats: number; used: number }[]> {
    return this.database.statements(this.ctx).query(TRIPS, [linkId]);
  }

  /** Orders that are back in the pipeline. */
  async resumed(): Promise<string[]> {
    const rows = await this.database.statements(this.ctx).query<{ orderId: string }>(WORK);
    return rows.map((row) => row.orderId).sort();
  }

  /** What routing does when an operator deletes a link: the event decides. */
  removeLink(linkId: number): Promise<void> {
    return this.transaction((tx) => this.app.get(TransactionalEvents).publish(this.ctx, tx, new LinkRemoved(linkId)));
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

/** An order that is ready at once, or from `readyAt` on. */
export function order(linkIds: readonly number[], readyAt: Date = START): TripRequest {
  return { orderId: uuidv7(), linkIds, readyAt };
}
