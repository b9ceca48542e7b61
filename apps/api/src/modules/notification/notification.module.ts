import { OutboundClient } from '#lib/outbound';
import { type DynamicModule, Module } from '@nestjs/common';
import { WebhookDeliveriesController } from './http/webhook-deliveries.controller';
import { WebhookEndpointsController } from './http/webhook-endpoints.controller';
import { BacklogGauges } from './jobs/backlog-gauges';
import { FeedTeller } from './jobs/feed-teller';
import { MessageDelivery } from './jobs/message-delivery';
import { MessageSender } from './jobs/message-sender';
import { OutcomeRecorder } from './jobs/outcome-recorder';
import { WakeUp } from './jobs/wake-up';
import { NotificationMetrics } from './notification.metrics';
import { NOTIFICATION_OPTIONS, type NotificationOptions } from './notification.options';
import { WebhookPolicy } from './outbound-policy';
import { ChangeEndpoint } from './use-cases/change-endpoint';
import { ClaimDue } from './use-cases/claim-due';
import { CreateEndpoint } from './use-cases/create-endpoint';
import { ReadEndpoints } from './use-cases/read-endpoints';
import { RecordOutcomes } from './use-cases/record-outcomes';
import { ReplayDeliveries } from './use-cases/replay-deliveries';
import { SendMessage } from './use-cases/send-message';
import { TellMerchants } from './use-cases/tell-merchants';

/** Reaches orders and merchants through the global `OrderFacade` and `GatewayFacade`. */
@Module({})
export class NotificationModule {
  static forRoot(options: NotificationOptions): DynamicModule {
    return {
      module: NotificationModule,
      controllers: [WebhookEndpointsController, WebhookDeliveriesController],
      providers: [
        { provide: NOTIFICATION_OPTIONS, useValue: options },
        {
          provide: OutboundClient,
          inject: [WebhookPolicy],
          useFactory: (policy: WebhookPolicy) => new OutboundClient({ policy: () => policy.current() }),
        },
        BacklogGauges,
        ChangeEndpoint,
        ClaimDue,
        CreateEndpoint,
        FeedTeller,
        MessageDelivery,
        MessageSender,
        NotificationMetrics,
        OutcomeRecorder,
        ReadEndpoints,
        RecordOutcomes,
        ReplayDeliveries,
        SendMessage,
        TellMerchants,
        WakeUp,
        WebhookPolicy,
      ],
    };
  }
}
