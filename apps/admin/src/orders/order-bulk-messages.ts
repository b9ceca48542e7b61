import type { Translations } from '../i18n/translations';

/** Texts of what is done with many orders, which are there once somebody has opened their list. */
export const orderBulkMessages = {
  order_bulk: {
    redispatch: ['Redispatch orders', '重新派单'],
    confirm_redispatch: [
      'Their couriers and seats are given back, and the best courier there is now is looked for, which may be the same one.',
      '将释放骑手与座位，并重新选择当前最佳骑手（可能仍为同一人）。',
    ],
    all: [
      'All orders that match the filter, at most 10,000, not only those that are ticked',
      '所有符合筛选条件的订单（最多 10,000 个），而不仅是已勾选的',
    ],
    proceed_all: ['Go ahead with all that match', '对所有符合条件的订单执行'],
    none: ['No order matches any more.', '已没有符合条件的订单。'],
  },
} as const satisfies Translations;
