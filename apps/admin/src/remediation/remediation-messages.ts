import type { Translations } from '../i18n/translations';

export const remediationMessages = {
  remediation: {
    title: ['What was done', '已采取的措施'],
    begin: ['Do something', '采取措施'],
    action: ['Action', '措施'],
    run: ['Run', '执行'],
    look: ['Only look, and change nothing', '仅检查，不做更改'],
    by: ['By', '操作者'],
    by_rule: ['the rule “%{rule}”', '规则“%{rule}”'],
    outcome: ['Outcome', '结果'],
    found: ['Before → after', '前 → 后'],
    started: ['When', '时间'],
    begun: ['Begun. Whether it has helped shows here shortly.', '已开始，稍后将在此显示是否有效。'],
    actions: {
      restart_child: ['Replace a process', '更换进程'],
      open_breaker: ['Leave a webhook endpoint alone', '暂停向 Webhook 端点发送'],
      close_breaker: ['Send to a webhook endpoint again', '恢复向 Webhook 端点发送'],
      pause_stage: ['Pause a stage', '暂停阶段'],
      resume_stage: ['Resume a stage', '恢复阶段'],
      redispatch_stuck: ['Send stuck work again', '重新发送卡住的任务'],
      retry_dead_letters: ['Retry dead letters', '重试死信'],
      roll_back_settings: ['Roll back the settings', '回滚设置'],
    },
    params: {
      instance: ['Instance', '实例'],
      endpoint_id: ['Endpoint', '端点'],
      minutes: ['Minutes', '分钟'],
      stage: ['Stage', '阶段'],
      older_than_s: ['Older than (seconds)', '早于（秒）'],
      orders: ['Orders at the most', '最多订单数'],
      to_version: ['Version', '版本'],
    },
  },
  empty: {
    remedies: ['Nothing was done while it was open.', '未关闭期间没有采取措施。'],
  },
} as const satisfies Translations;
