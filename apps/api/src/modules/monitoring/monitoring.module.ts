import { RoutingModule } from '#module/routing';
import { SettingsModule } from '#module/settings';
import { type DynamicModule, Module } from '@nestjs/common';
import { AlertsController } from './http/alerts.controller';
import { ChannelsController } from './http/channels.controller';
import { IncidentsController } from './http/incidents.controller';
import { InvariantsController } from './http/invariants.controller';
import { RemediationsController } from './http/remediations.controller';
import { ChildRestarts } from './jobs/child-restarts';
import { OverviewController } from './http/overview.controller';
import { DatabaseWatch } from './jobs/database-watch';
import { Evaluator } from './jobs/evaluator';
import { FlowCounter } from './jobs/flow-counter';
import { Notifier } from './jobs/notifier';
import { ProcessReporter } from './jobs/process-reporter';
import { MONITORING_OPTIONS, type MonitoringOptions } from './monitoring.options';
import { AlertRepository } from './persistence/alert.repository';
import { ChannelRepository } from './persistence/channel.repository';
import { FlowRepository } from './persistence/flow.repository';
import { GroupRepository } from './persistence/group.repository';
import { IncidentRepository } from './persistence/incident.repository';
import { InvariantRepository } from './persistence/invariant.repository';
import { LeaseRepository } from './persistence/lease.repository';
import { NotificationRepository } from './persistence/notification.repository';
import { ProcessRepository } from './persistence/process.repository';
import { RemediationRepository } from './persistence/remediation.repository';
import { RestartRepository } from './persistence/restart.repository';
import { SilenceRepository } from './persistence/silence.repository';
import { TicketRepository } from './persistence/ticket.repository';
import { BreakerPerformer } from './remediation/breaker-performer';
import { ChildPerformer } from './remediation/child-performer';
import { Performers } from './remediation/performers';
import { SettingsPerformer } from './remediation/settings-performer';
import { StagePerformer } from './remediation/stage-performer';
import { ConnectionStats } from './sampling/connection-stats';
import { CountedStats } from './sampling/counted-stats';
import { DatabaseStats } from './sampling/database-stats';
import { DiskStats } from './sampling/disk-stats';
import { EpochGauge } from './sampling/epoch-gauge';
import { FleetSampler } from './sampling/fleet-sampler';
import { ProcessSampler } from './sampling/process-sampler';
import { RequestStats } from './sampling/request-stats';
import { RuntimeStats } from './sampling/runtime-stats';
import { StateSampler } from './sampling/state-sampler';
import { ChannelSender } from './sending/channel-sender';
import { AcknowledgeIncident } from './use-cases/acknowledge-incident';
import { AlertRegister } from './use-cases/alert-register';
import { ChangeChannels } from './use-cases/change-channels';
import { CheckInvariants } from './use-cases/check-invariants';
import { LedgerCheck } from './use-cases/check-ledger';
import { OrdersCheck } from './use-cases/check-orders';
import { EvaluateFleet } from './use-cases/evaluate-fleet';
import { KeepHouse } from './use-cases/keep-house';
import { KeepIncidents } from './use-cases/keep-incidents';
import { ReadAlerts } from './use-cases/read-alerts';
import { ReadChannels } from './use-cases/read-channels';
import { ReadRemediations } from './use-cases/read-remediations';
import { ReadOverview } from './use-cases/read-overview';
import { ReceiveAlerts } from './use-cases/receive-alerts';
import { RemediateFiring } from './use-cases/remediate-firing';
import { RunRemediation } from './use-cases/run-remediation';
import { SendNotifications } from './use-cases/send-notifications';
import { SilenceAlerts } from './use-cases/silence-alerts';
import { TellChannels } from './use-cases/tell-channels';
import { TestChannel } from './use-cases/test-channel';
import { VerifyRemediations } from './use-cases/verify-remediations';

const PERSISTENCE = [
  AlertRepository,
  ChannelRepository,
  FlowRepository,
  GroupRepository,
  IncidentRepository,
  InvariantRepository,
  LeaseRepository,
  NotificationRepository,
  ProcessRepository,
  RemediationRepository,
  RestartRepository,
  SilenceRepository,
  TicketRepository,
];

const PERFORMERS = [BreakerPerformer, ChildPerformer, Performers, SettingsPerformer, StagePerformer];

const SAMPLING = [
  ConnectionStats,
  CountedStats,
  DatabaseStats,
  DiskStats,
  EpochGauge,
  FleetSampler,
  ProcessSampler,
  RequestStats,
  RuntimeStats,
  StateSampler,
];

const USE_CASES = [
  AcknowledgeIncident,
  AlertRegister,
  ChangeChannels,
  CheckInvariants,
  EvaluateFleet,
  KeepHouse,
  KeepIncidents,
  LedgerCheck,
  OrdersCheck,
  ReadAlerts,
  ReadChannels,
  ReadRemediations,
  ReadOverview,
  ReceiveAlerts,
  RemediateFiring,
  RunRemediation,
  SendNotifications,
  SilenceAlerts,
  TellChannels,
  TestChannel,
  VerifyRemediations,
];

const JOBS = [ChildRestarts, DatabaseWatch, Evaluator, FlowCounter, Notifier, ProcessReporter];

/** Needs the global `OrderModule`, `NotificationModule`, `DatabaseModule`, `RedisModule`, `TelemetryModule`, `HotSettingsModule`, `IdempotencyModule` and a `CLOCK`. */
@Module({})
export class MonitoringModule {
  static forRoot(options: MonitoringOptions): DynamicModule {
    return {
      module: MonitoringModule,
      imports: [RoutingModule, SettingsModule],
      controllers: [
        AlertsController,
        ChannelsController,
        IncidentsController,
        InvariantsController,
        RemediationsController,
        OverviewController,
      ],
      providers: [
        { provide: MONITORING_OPTIONS, useValue: options },
        ...PERSISTENCE,
        ...PERFORMERS,
        ...SAMPLING,
        ...USE_CASES,
        ...JOBS,
        ChannelSender,
      ],
      exports: [ChildRestarts],
    };
  }
}
