import type { Channel } from '../channel';
import type { Notification } from '../notification';
import { alertmanagerMessage } from './alertmanager';
import { phoneMessage, smsMessage } from './gateways';
import type { HttpMessage } from './http-message';
import { dingtalkMessage, slackMessage, wecomMessage } from './robots';
import { ticketMessage } from './ticket';
import { webhookMessage } from './webhook';

/** What to send to a channel; undefined for mail, which is no HTTP request. */
export function messageFor(channel: Channel, notification: Notification, nowMs: number): HttpMessage | undefined {
  switch (channel.kind) {
    case 'wecom':
      return wecomMessage(channel, notification);
    case 'dingtalk':
      return dingtalkMessage(channel, notification, nowMs);
    case 'slack':
      return slackMessage(channel, notification);
    case 'sms':
      return smsMessage(channel, notification);
    case 'phone':
      return phoneMessage(channel, notification);
    case 'webhook':
      return webhookMessage(channel, notification, nowMs);
    case 'alertmanager':
      return alertmanagerMessage(channel, notification, nowMs);
    case 'ticket':
      return ticketMessage(channel, notification, nowMs);
    case 'smtp':
      return undefined;
  }
}
