import { RoutingModule } from '#module/routing';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DispatchFacade } from './dispatch.facade';
import { RefuseZoneRemovalWhenCouriersWorkThere } from './handlers/refuse-zone-removal-when-couriers-work-there';
import { RequireCourierWhenClientActsForIt } from './handlers/require-courier-when-client-acts-for-it';
import { AssignmentsController } from './http/assignments.controller';
import { CourierShiftsController } from './http/courier-shifts.controller';
import { CouriersController } from './http/couriers.controller';
import { LayOutShiftsJob } from './jobs/lay-out-shifts.job';
import { AssignmentRepository } from './persistence/assignment.repository';
import { Courier } from './persistence/courier.entity';
import { CourierRepository } from './persistence/courier.repository';
import { PositionRepository } from './persistence/position.repository';
import { ScheduleRepository } from './persistence/schedule.repository';
import { ShiftPlanRepository } from './persistence/shift-plan.repository';
import { ZoneCourierRepository } from './persistence/zone-courier.repository';
import { ShiftTimes } from './persistence/shift-times';
import { ShiftRepository } from './persistence/shift.repository';
import { AddShift } from './use-cases/add-shift';
import { AssignCouriers } from './use-cases/assign-couriers';
import { ChangeCourier } from './use-cases/change-courier';
import { ChangeSchedule } from './use-cases/change-schedule';
import { EnrolCouriers } from './use-cases/enrol-couriers';
import { FindWhereabouts } from './use-cases/find-whereabouts';
import { LayOutShifts } from './use-cases/lay-out-shifts';
import { ReadAssignments } from './use-cases/read-assignments';
import { ReadCouriers } from './use-cases/read-couriers';
import { ReassignCourier } from './use-cases/reassign-courier';
import { RecordPosition } from './use-cases/record-position';
import { ReleaseCouriers } from './use-cases/release-couriers';
import { WakeZones } from './use-cases/wake-zones';
import { ZoneDirectory } from './zone-directory';

@Module({
  imports: [TypeOrmModule.forFeature([Courier]), RoutingModule],
  controllers: [CouriersController, CourierShiftsController, AssignmentsController],
  providers: [
    DispatchFacade,
    ZoneDirectory,
    ShiftTimes,
    AssignmentRepository,
    CourierRepository,
    PositionRepository,
    ScheduleRepository,
    ShiftPlanRepository,
    ShiftRepository,
    ZoneCourierRepository,
    AddShift,
    AssignCouriers,
    ChangeCourier,
    ChangeSchedule,
    EnrolCouriers,
    FindWhereabouts,
    LayOutShifts,
    ReadAssignments,
    ReadCouriers,
    ReassignCourier,
    RecordPosition,
    ReleaseCouriers,
    WakeZones,
    RefuseZoneRemovalWhenCouriersWorkThere,
    RequireCourierWhenClientActsForIt,
    LayOutShiftsJob,
  ],
  exports: [DispatchFacade],
})
export class DispatchModule {}
