import { AllowList, type OutboundPolicy } from '#lib/outbound';
import { Settings } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';

/** Where webhooks may go, by the settings in force. */
@Injectable()
export class WebhookPolicy {
  private readText: string | undefined;
  private allowList: AllowList = AllowList.NOTHING;

  constructor(@Inject(Settings) private readonly settings: Pick<Settings, 'current'>) {}

  current(): OutboundPolicy {
    const { allowHttp, allowList: text } = this.settings.current().webhooks;
    if (text !== this.readText) {
      this.allowList = AllowList.parse(text) ?? AllowList.NOTHING;
      this.readText = text;
    }
    return { allowHttp, allowList: this.allowList };
  }
}
