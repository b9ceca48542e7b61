import { type DynamicModule, Module } from '@nestjs/common';
import { AlertsController } from './http/alerts.controller';
import { ChannelsController } from './http/channels.controller';
import { IncidentsController } from './http/incidents.controller';
import { InvariantsController } from './http/invariants.controller';
import { DatabaseWatch } from './jobs/database-watch';
import { Evaluator } from './jobs/evaluator';
import { Notifier } from './jobs/notifier';
import { ProcessReporter } from './jobs/process-reporter';
import { MONITORING_OPTIONS, type MonitoringOptions } from './monitoring.options';
import { AlertRepository } from './persistence/alert.repository';
import { ChannelRepository } from './persistence/channel.repository';
import { GroupRepository } from './persistence/group.repository';
import { IncidentRepository } from './persistence/incident.repository';
import { InvariantRepository } from './persistence/invariant.repository';
import { LeaseRepository } from './persistence/lease.repository';
import { NotificationRepository } from './persistence/notification.repository';
import { ProcessRepository } from './persistence/process.repository';
import { SilenceRepository } from './persistence/silence.repository';
import { ConnectionStats } from './sampling/connection-stats';
import { CountedStats } from './sampling/counted-stats';
import { FleetSampler } from './sampling/fleet-sampler';
import { ProcessSampler } from './sampling/process-sampler';
import { RequestStats } from './sampling/request-stats';
import { RuntimeStats } from './sampling/runtime-stats';
import { ChannelSender } from './sending/channel-sender';
import { AcknowledgeIncident } from './use-cases/acknowledge-incident';
import { AlertRegister } from './use-cases/alert-register';
import { ChangeChannels } from './use-cases/change-channels';
import { CheckInvariants } from './use-cases/check-invariants';
import { LedgerCheck } from './use-cases/check-ledger';
import { OrdersCheck } from './use-cases/check-orders';
import { EvaluateFleet } from './use-cases/evaluate-fleet';
import { KeepHouse } from './use-cases/keep-house';
import { ReadAlerts } from './use-cases/read-alerts';
import { ReadChannels } from './use-cases/read-channels';
import { ReceiveAlerts } from './use-cases/receive-alerts';
import { SendNotifications } from './use-cases/send-notifications';
import { SilenceAlerts } from './use-cases/silence-alerts';
import { TellChannels } from './use-cases/tell-channels';
import { TestChannel } from './use-cases/test-channel';

const PERSISTENCE = [
  AlertRepository,
  ChannelRepository,
  GroupRepository,
  IncidentRepository,
  InvariantRepository,
  LeaseRepository,
  NotificationRepository,
  ProcessRepository,
  SilenceRepository,
];

const SAMPLING = [ConnectionStats, CountedStats, FleetSampler, ProcessSampler, RequestStats, RuntimeStats];

const USE_CASES = [
  AcknowledgeIncident,
  AlertRegister,
  ChangeChannels,
  CheckInvariants,
  EvaluateFleet,
  KeepHouse,
  LedgerCheck,
  OrdersCheck,
  ReadAlerts,
  ReadChannels,
  ReceiveAlerts,
  SendNotifications,
  SilenceAlerts,
  TellChannels,
  TestChannel,
];

const JOBS = [DatabaseWatch, Evaluator, Notifier, ProcessReporter];

/** Needs the global `DatabaseModule`, `RedisModule`, `TelemetryModule`, `HotSettingsModule`, `IdempotencyModule` and a `CLOCK`. */
@Module({})
export class MonitoringModule {
  static forRoot(options: MonitoringOptions): DynamicModule {
    return {
      module: MonitoringModule,
      controllers: [AlertsController, ChannelsController, IncidentsController, InvariantsController],
      providers: [
        { provide: MONITORING_OPTIONS, useValue: options },
        ...PERSISTENCE,
        ...SAMPLING,
        ...USE_CASES,
        ...JOBS,
        ChannelSender,
      ],
    };
  }
}
