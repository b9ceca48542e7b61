import type { Translations } from '../i18n/translations';

export const queueMessages = {
  queues: {
    about: [
      'What each stage has before it. Orders are taken whatever stands still.',
      '各阶段待处理的工作。任何阶段暂停时仍会接收订单。',
    ],
    stage: ['Stage', '阶段'],
    due: ['Due orders', '待处理订单'],
    later: ['Due later', '稍后处理'],
    messages: ['Messages', '消息'],
    given_up: ['Given up', '已放弃'],
    running: ['running', '运行中'],
    paused_since: ['paused %{since} by %{by}: %{reason}', '%{by} 于%{since}暂停：%{reason}'],
    pause: ['Pause', '暂停'],
    resume: ['Resume', '恢复'],
    pause_title: ['Pause stage %{stage}', '暂停阶段 %{stage}'],
    pause_about: [
      'No process begins new work of this stage; what has begun ends as usual. Orders wait and none is lost.',
      '所有进程不再开始此阶段的新工作，已开始的会照常完成。订单等待，不会丢失。',
    ],
    resume_title: ['Resume stage %{stage}', '恢复阶段 %{stage}'],
    resume_about: ['What waits is due at once.', '等待中的工作立即继续。'],
    letters: ['Orders that rest', '停滞的订单'],
    of_stage: ['Of stage', '所属阶段'],
    any_stage: ['Any stage', '所有阶段'],
    code: ['Rests for', '停滞原因'],
    order: ['Order', '订单'],
    why: ['Why', '详情'],
    attempts: ['Attempts', '尝试次数'],
    since: ['Since', '开始'],
    pick: ['Pick order %{order}', '选择订单 %{order}'],
    pick_all: ['Pick all that are shown', '全选本页'],
    retry: ['Retry %{smart_count} order |||| Retry %{smart_count} orders', '重试 %{smart_count} 个订单'],
    retry_one: ['Retry', '重试'],
    retry_stage: ['Retry all of stage %{stage}', '重试阶段 %{stage} 的全部订单'],
    discard: ['Discard %{smart_count} order |||| Discard %{smart_count} orders', '丢弃 %{smart_count} 个订单'],
    discard_stage: ['Discard all of stage %{stage}', '丢弃阶段 %{stage} 的全部订单'],
    retry_about: [
      'They go back to their stage as fresh work; at most the 10,000 oldest of a stage.',
      '订单将作为新工作返回其阶段；每阶段最多处理最早的 10,000 个。',
    ],
    discard_about: [
      'Their orders are cancelled: money, stock, seats and couriers are given back. A parcel that was collected can only be retried. This cannot be undone.',
      '订单将被取消，并退回款项、库存、座位与骑手。已揽收的包裹只能重试。此操作无法撤销。',
    ],
    code_of: {
      dead_letter: ['Given up by its stage', '阶段已放弃'],
      funds: ['Funds', '资金'],
      stock: ['Stock', '库存'],
      capacity: ['Capacity', '运力'],
      route: ['A route', '路线'],
      hold: ['A hold', '冻结解除'],
      operator: ['A person', '人工处理'],
    },
  },
  empty: {
    letters: [
      'No order rests for this. Choose another reason above, or leave it at that.',
      '没有因此停滞的订单。可在上方选择其他原因。',
    ],
  },
} as const satisfies Translations;
