import { QueueModule } from '#lib/queue';
import { DispatchModule } from '#module/dispatch';
import { PaymentModule } from '#module/payment';
import { RoutingModule } from '#module/routing';
import { TransportModule } from '#module/transport';
import { WarehouseModule } from '#module/warehouse';
import { WaybillModule } from '#module/waybill';
import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { ORDER_STATE_MACHINE } from './domain/order-state';
import { validateStateMachine } from './domain/validate-state-machine';
import { OrderServiceController } from './grpc/order-service.controller';
import { TransportServiceController } from './grpc/transport-service.controller';
import { KeepFacilityWhenWarehouseUsesIt } from './handlers/keep-facility-when-warehouse-uses-it';
import { RequireFacilityWhenWarehouseOpens } from './handlers/require-facility-when-warehouse-opens';
import { DispatchDeskController } from './http/dispatch-desk.controller';
import { OrderBatchController } from './http/order-batch.controller';
import { OrderListsController } from './http/order-lists.controller';
import { OrderRetriesController } from './http/order-retries.controller';
import { OrdersController } from './http/orders.controller';
import { ServiceabilityController } from './http/serviceability.controller';
import { OrderIntake, TAKES_ORDERS } from './intake/order-intake';
import { NetworkWatch } from './jobs/network-watch';
import { RelayService, RUNS_RELAY } from './jobs/relay.service';
import { STAGE_JOBS, STAGES } from './jobs/stage.jobs';
import { StageReport } from './jobs/stage-report';
import { STAGE_HANDLERS, StageProcessor } from './jobs/stage.processor';
import { WorkGauges } from './jobs/work-gauges';
import { OrderFacade } from './order.facade';
import { OrderParts } from './order-parts';
import { OrderReader } from './persistence/order.reader';
import { AssignDelivery } from './use-cases/assign-delivery';
import { AuthorizePayments } from './use-cases/authorize-payments';
import { AwaitDispatch } from './use-cases/await-dispatch';
import { CancelOrder } from './use-cases/cancel-order';
import { CancelOrders } from './use-cases/cancel-orders';
import { CheckServiceability } from './use-cases/check-serviceability';
import { DispatchOrders } from './use-cases/dispatch-orders';
import { CommandOrders } from './use-cases/command-orders';
import { DiscardDeadLetters } from './use-cases/discard-dead-letters';
import { ExpandOrder } from './use-cases/expand-order';
import { ExpireOrders } from './use-cases/expire-orders';
import { FindProblems } from './use-cases/find-problems';
import { FollowOrders } from './use-cases/follow-orders';
import { FulfilOrders } from './use-cases/fulfil-orders';
import { GetOrder } from './use-cases/get-order';
import { ListOrders } from './use-cases/list-orders';
import { PlaceOrders } from './use-cases/place-orders';
import { PlanNextAttempts } from './use-cases/plan-next-attempts';
import { PrintLabel } from './use-cases/print-label';
import { ReadZoneDispatch } from './use-cases/read-zone-dispatch';
import { ReassignOrder } from './use-cases/reassign-order';
import { ReconsiderWaiting } from './use-cases/reconsider-waiting';
import { ReportTracking } from './use-cases/report-tracking';
import { RerouteWaiting } from './use-cases/reroute-waiting';
import { RetryDeadLetters } from './use-cases/retry-dead-letters';
import { RedispatchOrders } from './use-cases/redispatch-orders';
import { RetryOrder } from './use-cases/retry-order';
import { RetryOrders } from './use-cases/retry-orders';
import { SearchOrders } from './use-cases/search-orders';

const STAGE_USE_CASES = [AuthorizePayments, FulfilOrders, DispatchOrders, ExpireOrders];

const TERMINAL = ['delivered', 'returned', 'cancelled', 'rejected', 'expired', 'lost'] as const;

export interface OrderModuleOptions {
  /** Whether this process moves work rows to the queues. */
  readonly runsRelay: boolean;
  /** Whether orders come to this process. */
  readonly takesOrders: boolean;
}

@Module({})
export class OrderModule implements OnModuleInit {
  static forRoot(options: OrderModuleOptions): DynamicModule {
    return {
      module: OrderModule,
      global: true,
      imports: [
        PaymentModule,
        WarehouseModule,
        WaybillModule,
        RoutingModule,
        TransportModule,
        DispatchModule,
        QueueModule.forFeature(STAGES.map((stage) => STAGE_JOBS[stage])),
      ],
      controllers: [
        DispatchDeskController,
        OrderBatchController,
        OrderListsController,
        OrderRetriesController,
        OrdersController,
        OrderServiceController,
        ServiceabilityController,
        TransportServiceController,
      ],
      providers: [
        { provide: RUNS_RELAY, useValue: options.runsRelay },
        { provide: TAKES_ORDERS, useValue: options.takesOrders },
        ...STAGE_USE_CASES,
        { provide: STAGE_HANDLERS, inject: STAGE_USE_CASES, useFactory: (...handlers: unknown[]) => handlers },
        StageProcessor,
        StageReport,
        RelayService,
        NetworkWatch,
        WorkGauges,
        KeepFacilityWhenWarehouseUsesIt,
        RequireFacilityWhenWarehouseOpens,
        OrderIntake,
        OrderReader,
        AssignDelivery,
        AwaitDispatch,
        CancelOrder,
        CancelOrders,
        CheckServiceability,
        CommandOrders,
        DiscardDeadLetters,
        ExpandOrder,
        FindProblems,
        FollowOrders,
        GetOrder,
        ListOrders,
        PlaceOrders,
        PlanNextAttempts,
        PrintLabel,
        ReadZoneDispatch,
        ReassignOrder,
        ReconsiderWaiting,
        ReportTracking,
        RerouteWaiting,
        RetryDeadLetters,
        RedispatchOrders,
        RetryOrder,
        RetryOrders,
        SearchOrders,
        OrderFacade,
        OrderParts,
      ],
      exports: [OrderFacade, OrderParts, RelayService],
    };
  }

  /** A state machine with a hole must not take orders. */
  onModuleInit(): void {
    const faults = validateStateMachine(ORDER_STATE_MACHINE, 'received', TERMINAL);
    if (faults.length > 0) throw new Error(`The order state machine is unsound: ${faults.join('; ')}`);
  }
}
