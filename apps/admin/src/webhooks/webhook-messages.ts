import type { Translations } from '../i18n/translations';

export const webhookMessages = {
  webhooks: {
    url: ['Address', '地址'],
    merchant: ['Merchant', '商户'],
    status: ['Status', '状态'],
    events: ['Events', '事件'],
    every_event: ['every event', '全部事件'],
    created: ['Created', '创建时间'],
    description: ['Description', '说明'],
    because: ['Disabled because', '禁用原因'],
    log: ['Messages', '消息'],
    all: ['All', '全部'],
    type: ['Type', '类型'],
    order: ['Order', '订单'],
    attempts: ['Attempts', '尝试次数'],
    last: ['Last answer', '最近应答'],
    next: ['Next attempt', '下次尝试'],
    body: ['Body', '内容'],
    replay: ['Send again', '重新发送'],
    replayed: ['It will be sent again.', '将重新发送。'],
    ping: ['Send a ping', '发送测试'],
    pinged: ['A ping is on its way.', '测试消息已发出。'],
    enable: ['Enable', '启用'],
    disable: ['Disable', '禁用'],
    replay_failed: ['Send failed ones again', '重发失败消息'],
    replay_about: [
      'Every message of the last 24 hours that has failed is sent again, in order.',
      '将按顺序重发过去 24 小时内失败的全部消息。',
    ],
    replay_done: ['%{count} messages will be sent again.', '将重发 %{count} 条消息。'],
  },
} as const satisfies Translations;
