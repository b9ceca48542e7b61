import type { Translations } from '../i18n/translations';

/** Why orders do not move, by the codes of the API, and what helps. */
export const troubleMessages = {
  trouble: {
    failed: ['It waits for something', '订单在等待处理'],
    stuck: ['Its stage is late', '处理阶段超时'],
    idle: ['No news of it', '长时间无动态'],
    stage: [
      'before the stage %{stage}; %{smart_count} attempt |||| before the stage %{stage}; %{smart_count} attempts',
      '位于阶段 %{stage} 之前；已尝试 %{smart_count} 次',
    ],
    other: ['Code: %{code}', '代码：%{code}'],
    funds: [
      'The merchant’s account does not cover it. It goes on by itself when money is credited.',
      '商户账户余额不足。充值后会自动继续。',
    ],
    stock: [
      'No warehouse on a route has all its lines. It goes on by itself when stock is received.',
      '沿途没有仓库备齐全部商品。收货入库后会自动继续。',
    ],
    capacity: [
      'There is no seat or no courier with room. It goes on by itself when there is.',
      '没有空余座位或可用骑手。有余量后会自动继续。',
    ],
    route: [
      'No way leads there now. It goes on by itself when a link is reopened or added.',
      '目前没有可达路线。线路恢复或新增后会自动继续。',
    ],
    hold: ['Somebody holds it. Release it to let it go on.', '订单被人工挂起。解除后继续。'],
    operator: ['It waits for an operator’s decision.', '等待运营人员处理。'],
    dead_letter: [
      'Its stage failed on it again and again. Mend the cause below, then retry, or cancel it.',
      '所属阶段反复处理失败。请先排除下述原因，再重试或取消。',
    ],
    overdue: [
      'Its stage has not done it in twice its deadline. It is tried again by itself.',
      '所属阶段已超过两倍时限。系统会自动重试。',
    ],
    attempts_failed: [
      'Its stage has tried and failed. It is tried again by itself.',
      '所属阶段处理失败。系统会自动重试。',
    ],
    top_up_account: ['Open the merchant’s account', '打开商户账户'],
    receive_stock: ['Open warehouses', '打开仓库'],
    add_capacity: ['Open couriers', '打开骑手'],
    open_link: ['Open the map', '打开地图'],
    ask_courier: ['Open couriers', '打开骑手'],
  },
} as const satisfies Translations;
