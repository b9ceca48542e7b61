import type { Translations } from '../i18n/translations';

export const networkMessages = {
  network: {
    about: [
      '%{facilities} facilities, %{links} links, %{closed} of them closed',
      '%{facilities} 处设施，%{links} 条线路，其中 %{closed} 条已关闭',
    ],
    warehouse: ['Warehouse', '仓库'],
    hub: ['Hub', '枢纽'],
    station: ['Station', '站点'],
  },
  stock: {
    title: ['Stock', '库存'],
    sku: ['SKU', 'SKU'],
    on_hand: ['On hand', '在库'],
    reserved: ['Reserved', '已预留'],
    available: ['Available', '可用'],
    adjust: ['Adjust', '调整'],
    adjust_title: ['Adjust %{sku}', '调整 %{sku}'],
    adjust_about: [
      'By how many the count differs from what is booked: negative when there are fewer.',
      '实盘数与账面数之差：少则为负。',
    ],
    delta: ['Difference', '差额'],
    adjusted: ['Booked.', '已记账。'],
  },
  shifts: {
    title: ['Shifts ahead', '后续排班'],
    starts: ['Starts', '开始'],
    ends: ['Ends', '结束'],
    load: ['Load', '负载'],
    parcels: ['%{used} of %{capacity} parcels', '%{used} / %{capacity} 件'],
    kind: ['Kind', '类型'],
    weekly: ['weekly', '每周'],
    single: ['single', '单次'],
  },
  account: {
    title: ['Account', '账户'],
    balance: ['Balance', '余额'],
    available: ['Available', '可用'],
    credit: ['Credit limit', '信用额度'],
    kind: ['Kind', '类型'],
    amount: ['Amount', '金额'],
    order: ['Order', '订单'],
    when: ['When', '时间'],
    top_up: ['Credit money', '充值'],
    top_up_about: [
      'Money that has arrived from the merchant. Orders that wait for funds go on by themselves.',
      '商户已到账的款项。等待资金的订单将自动继续。',
    ],
    enter: ['Amount (%{currency})', '金额（%{currency}）'],
    credited: ['Credited; %{count} orders go on.', '已入账，%{count} 个订单继续处理。'],
    capture: ['Capture', '扣款'],
    refund: ['Refund', '退款'],
    top_up_entry: ['Top-up', '充值'],
    cash_on_delivery: ['Cash on delivery', '货到付款'],
  },
} as const satisfies Translations;
