import { OutboundClient } from '#lib/outbound';
import { WaybillModule } from '#module/waybill';
import { type DynamicModule, Module } from '@nestjs/common';
import { EmailMetrics } from './email.metrics';
import { EmailTransport } from './email-transport';
import { EmailMessagesController } from './http/email-messages.controller';
import { EmailTemplatesController } from './http/email-templates.controller';
import { WebhookDeliveriesController } from './http/webhook-deliveries.controller';
import { WebhookEndpointsController } from './http/webhook-endpoints.controller';
import { BacklogGauges } from './jobs/backlog-gauges';
import { EmailSender } from './jobs/email-sender';
import { EmailTeller } from './jobs/email-teller';
import { FeedTeller } from './jobs/feed-teller';
import { MessageDelivery } from './jobs/message-delivery';
import { MessageSender } from './jobs/message-sender';
import { OutcomeRecorder } from './jobs/outcome-recorder';
import { WakeUp } from './jobs/wake-up';
import { NotificationFacade } from './notification.facade';
import { NotificationMetrics } from './notification.metrics';
import { NOTIFICATION_OPTIONS, type NotificationOptions } from './notification.options';
import { WebhookPolicy } from './outbound-policy';
import { ChangeEmailTemplates } from './use-cases/change-email-templates';
import { ChangeEndpoint } from './use-cases/change-endpoint';
import { ClaimDue } from './use-cases/claim-due';
import { ClaimEmails } from './use-cases/claim-emails';
import { CreateEndpoint } from './use-cases/create-endpoint';
import { ReadEmails } from './use-cases/read-emails';
import { ReadEndpoints } from './use-cases/read-endpoints';
import { RecordOutcomes } from './use-cases/record-outcomes';
import { ReplayDeliveries } from './use-cases/replay-deliveries';
import { SendEmail } from './use-cases/send-email';
import { SendMessage } from './use-cases/send-message';
import { TellMerchants } from './use-cases/tell-merchants';
import { TellRecipients } from './use-cases/tell-recipients';
import { TryEmail } from './use-cases/try-email';

const MAIL = [
  ChangeEmailTemplates,
  ClaimEmails,
  EmailMetrics,
  EmailSender,
  EmailTeller,
  EmailTransport,
  ReadEmails,
  SendEmail,
  TellRecipients,
  TryEmail,
];

/** Reaches orders and merchants through the global `OrderFacade` and `GatewayFacade`. */
@Module({})
export class NotificationModule {
  static forRoot(options: NotificationOptions): DynamicModule {
    return {
      module: NotificationModule,
      global: true,
      imports: [WaybillModule],
      controllers: [
        WebhookEndpointsController,
        WebhookDeliveriesController,
        EmailTemplatesController,
        EmailMessagesController,
      ],
      providers: [
        { provide: NOTIFICATION_OPTIONS, useValue: options },
        {
          provide: OutboundClient,
          inject: [WebhookPolicy],
          useFactory: (policy: WebhookPolicy) => new OutboundClient({ policy: () => policy.current() }),
        },
        BacklogGauges,
        ...MAIL,
        ChangeEndpoint,
        ClaimDue,
        CreateEndpoint,
        FeedTeller,
        MessageDelivery,
        MessageSender,
        NotificationFacade,
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
      exports: [NotificationFacade],
    };
  }
}
