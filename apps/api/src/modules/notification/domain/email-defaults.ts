import type { EmailLanguage, EmailStatus } from './email-status';
import type { EmailText } from './email-text';

/** Subject, and what is said in the middle. */
type Said = readonly [string, string];

const ENGLISH: Readonly<Record<EmailStatus, Said>> = {
  received: ['We have your order {{reference}}', '{{merchant_name}} has asked us to bring you order {{reference}}.'],
  dispatched: ['Your parcel {{reference}} is booked', 'Your parcel has its place on the way to {{city}}.'],
  picked_up: ['Your parcel {{reference}} is on its way', 'Your parcel has left the warehouse for {{city}}.'],
  out_for_delivery: ['Your parcel {{reference}} comes today', 'A courier is on the way to you with your parcel.'],
  delivery_failed: ['We did not meet you', 'We could not hand over parcel {{reference}}. We will try again.'],
  available_for_pickup: ['Your parcel {{reference}} waits for you', 'You can fetch your parcel at the station.'],
  delivered: ['Your parcel {{reference}} was delivered', 'Your parcel was handed over.'],
  return_to_sender: ['Your parcel {{reference}} goes back', 'Your parcel is on its way back to {{merchant_name}}.'],
  returned: ['Your parcel {{reference}} was returned', 'Your parcel is back at {{merchant_name}}.'],
  cancelled: ['Your order {{reference}} was cancelled', '{{merchant_name}} has cancelled the delivery of your order.'],
};

const CHINESE: Readonly<Record<EmailStatus, Said>> = {
  received: ['您的订单 {{reference}} 已受理', '{{merchant_name}} 已委托我们为您配送订单 {{reference}}。'],
  dispatched: ['您的包裹 {{reference}} 已安排配送', '您的包裹已安排运往{{city}}。'],
  picked_up: ['您的包裹 {{reference}} 已出库', '您的包裹已离开仓库，正运往{{city}}。'],
  out_for_delivery: ['您的包裹 {{reference}} 正在派送', '快递员正在为您派送包裹，请保持电话畅通。'],
  delivery_failed: ['您的包裹 {{reference}} 未能送达', '包裹 {{reference}} 此次未能送达，我们将再次派送。'],
  available_for_pickup: ['您的包裹 {{reference}} 待自提', '您的包裹已到站，请前往自提。'],
  delivered: ['您的包裹 {{reference}} 已签收', '您的包裹已签收，感谢您的使用。'],
  return_to_sender: ['您的包裹 {{reference}} 正在退回', '您的包裹正退回 {{merchant_name}}。'],
  returned: ['您的包裹 {{reference}} 已退回', '您的包裹已退回 {{merchant_name}}。'],
  cancelled: ['您的订单 {{reference}} 已取消', '{{merchant_name}} 已取消该订单的配送。'],
};

const FRAMES = {
  en: { greeting: 'Hello {{recipient_name}},', facts: 'Waybill {{waybill_number}} · {{occurred_at}}', said: ENGLISH },
  zh: { greeting: '{{recipient_name}}，您好：', facts: '运单号 {{waybill_number}} · {{occurred_at}}', said: CHINESE },
} as const;

/** What a mail says whose merchant has written nothing else. */
export function defaultEmail(status: EmailStatus, language: EmailLanguage): EmailText {
  const { greeting, facts, said } = FRAMES[language];
  const [subject, message] = said[status];
  const lines = [greeting, message, facts, '{{merchant_name}}'];
  const paragraphs = lines.map((line) => `<p>${line}</p>`).join('\n');
  return {
    subject,
    text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${language}">\n<body style="font-family: sans-serif">\n${paragraphs}\n</body>\n</html>\n`,
  };
}
