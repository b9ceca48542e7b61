import { DispatchModule } from '#module/dispatch';
import { RoutingModule } from '#module/routing';
import { WaybillModule } from '#module/waybill';
import { Module } from '@nestjs/common';
import { HandTasksOverWhenDeliveriesAreReplanned } from './handlers/hand-tasks-over-when-deliveries-are-replanned';
import { ShowTasksWhenOrderIsExpanded } from './handlers/show-tasks-when-order-is-expanded';
import { ScansController } from './http/scans.controller';
import { TasksController } from './http/tasks.controller';
import { TrackingController } from './http/tracking.controller';
import { ProofRepository } from './persistence/proof.repository';
import { ReceiptRepository } from './persistence/receipt.repository';
import { TaskRepository } from './persistence/task.repository';
import { ReadTasks } from './use-cases/read-tasks';
import { RecordScans } from './use-cases/record-scans';
import { ReportOnce } from './use-cases/report-once';
import { ReportTaskEvent } from './use-cases/report-task-event';
import { TrackParcel } from './use-cases/track-parcel';

/** Reaches orders through the global `OrderFacade`. */
@Module({
  imports: [DispatchModule, RoutingModule, WaybillModule],
  controllers: [ScansController, TasksController, TrackingController],
  providers: [
    HandTasksOverWhenDeliveriesAreReplanned,
    ShowTasksWhenOrderIsExpanded,
    ProofRepository,
    ReceiptRepository,
    TaskRepository,
    ReadTasks,
    RecordScans,
    ReportOnce,
    ReportTaskEvent,
    TrackParcel,
  ],
})
export class DeliveryModule {}
