import type { Translations } from '../i18n/translations';

export const bulkMessages = {
  bulk: {
    collecting: ['%{count} orders found so far', '已找到 %{count} 个订单'],
    under_way: ['%{settled} of %{total} orders', '%{total} 个订单中已处理 %{settled} 个'],
    results: ['%{done} done, %{refused} refused', '成功 %{done} 项，被拒绝 %{refused} 项'],
    refused: ['Refused', '被拒绝的订单'],
    more: ['%{count} more were refused.', '另有 %{count} 项被拒绝。'],
    close_anyway: ['It goes on when you close this.', '关闭此窗口后操作仍会继续。'],
  },
} as const satisfies Translations;
