import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RoutingModule } from '#module/routing';
import { CurrentDepartures } from './current-departures';
import { RefuseLinkRemovalWhenTimetabled } from './handlers/refuse-link-removal-when-timetabled';
import { TimetablesController } from './http/timetables.controller';
import { TripsController } from './http/trips.controller';
import { TripHorizon } from './jobs/trip-horizon';
import { LinkScheduleRepository } from './persistence/link-schedule.repository';
import { SeatBookingRepository } from './persistence/seat-booking.repository';
import { TimetableEntity } from './persistence/timetable.entity';
import { TimetableRepository } from './persistence/timetable.repository';
import { TripListRepository } from './persistence/trip-list.repository';
import { TripRepository } from './persistence/trip.repository';
import { WaitingOrdersRepository } from './persistence/waiting-orders.repository';
import { TransportFacade } from './transport.facade';
import { AssignTrips } from './use-cases/assign-trips';
import { ChangeTimetable } from './use-cases/change-timetable';
import { CreateTimetable } from './use-cases/create-timetable';
import { ExtendSchedules } from './use-cases/extend-schedules';
import { GetTimetable } from './use-cases/get-timetable';
import { GetTrip } from './use-cases/get-trip';
import { ImportTimetables } from './use-cases/import-timetables';
import { ListTimetables } from './use-cases/list-timetables';
import { ListTrips } from './use-cases/list-trips';
import { PlanTrips } from './use-cases/plan-trips';
import { ReleaseTrips } from './use-cases/release-trips';
import { RemoveTimetable } from './use-cases/remove-timetable';
import { ReplanLinks } from './use-cases/replan-links';
import { ResumeSeatableOrders } from './use-cases/resume-seatable-orders';
import { ResumeWaitingOrders } from './use-cases/resume-waiting-orders';
import { SettleSeats } from './use-cases/settle-seats';
import { WithdrawTrips } from './use-cases/withdraw-trips';

const ROWS = [
  LinkScheduleRepository,
  SeatBookingRepository,
  TimetableRepository,
  TripListRepository,
  TripRepository,
  WaitingOrdersRepository,
];
const TIMETABLES = [
  CreateTimetable,
  ChangeTimetable,
  RemoveTimetable,
  GetTimetable,
  ListTimetables,
  ImportTimetables,
  RefuseLinkRemovalWhenTimetabled,
];
const TRIPS = [
  ExtendSchedules,
  ReplanLinks,
  WithdrawTrips,
  PlanTrips,
  TripHorizon,
  CurrentDepartures,
  ListTrips,
  GetTrip,
];
const SEATS = [AssignTrips, SettleSeats, ReleaseTrips, ResumeWaitingOrders, ResumeSeatableOrders];

@Module({
  imports: [TypeOrmModule.forFeature([TimetableEntity]), RoutingModule],
  controllers: [TimetablesController, TripsController],
  providers: [...ROWS, ...TIMETABLES, ...TRIPS, ...SEATS, TransportFacade],
  exports: [TransportFacade],
})
export class TransportModule {}
