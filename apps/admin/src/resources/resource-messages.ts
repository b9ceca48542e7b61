import type { Translations } from '../i18n/translations';

const shared = {
  name: ['Name', '名称'],
  code: ['Code', '代码'],
  status: ['Status', '状态'],
  active: ['Active', '启用'],
  created_at: ['Created', '创建时间'],
  country: ['Country', '国家'],
  lat: ['Latitude', '纬度'],
  lng: ['Longitude', '经度'],
} as const satisfies Translations;

/** The names of resources and of their members; a list of a resource is called by its plural. */
export const resourceMessages = {
  orders: { name: ['Order |||| Orders', '订单'], fields: {} },
  merchants: {
    name: ['Merchant |||| Merchants', '商户'],
    fields: {
      ...shared,
      currency: ['Currency', '货币'],
      credit_limit_minor: ['Credit limit', '信用额度'],
      rate_per_s: ['Requests per second', '每秒请求数'],
      burst: ['Burst', '突发量'],
      require_issued_keys: ['Issued keys only', '仅限已签发密钥'],
    },
  },
  clients: {
    name: ['API client |||| API clients', 'API 客户端'],
    fields: {
      ...shared,
      client_id: ['Client id', '客户端 ID'],
      role: ['Role', '角色'],
      merchant_id: ['Merchant', '商户'],
      courier_id: ['Courier', '骑手'],
      scopes: ['Scopes', '权限范围'],
      previous_secret_expires_at: ['Previous secret ends', '旧密钥失效时间'],
    },
  },
  couriers: {
    name: ['Courier |||| Couriers', '骑手'],
    fields: {
      ...shared,
      zone_id: ['Zone', '区域'],
      phone: ['Phone', '电话'],
      vehicle: ['Vehicle', '交通工具'],
      capacity_parcels: ['Capacity (parcels)', '容量（件）'],
      capacity_g: ['Capacity (g)', '载重（克）'],
    },
  },
  warehouses: { name: ['Warehouse |||| Warehouses', '仓库'], fields: { ...shared, facility_id: ['Facility', '设施'] } },
  skus: {
    name: ['SKU |||| SKUs', '商品'],
    fields: { ...shared, sku: ['SKU', 'SKU'], weight_g: ['Weight (g)', '重量（克）'] },
  },
  facilities: { name: ['Facility |||| Facilities', '设施'], fields: { ...shared, kind: ['Kind', '类型'] } },
  links: {
    name: ['Link |||| Links', '线路'],
    fields: {
      from_facility_id: ['From', '起点'],
      to_facility_id: ['To', '终点'],
      distance_m: ['Distance', '距离'],
      duration_s: ['Travel time', '行驶时间'],
      closed: ['Closed', '已关闭'],
    },
  },
  zones: {
    name: ['Zone |||| Zones', '区域'],
    fields: { ...shared, station_id: ['Station', '站点'], radius_m: ['Radius', '半径'] },
  },
  timetables: {
    name: ['Timetable |||| Timetables', '班次表'],
    fields: {
      ...shared,
      link_id: ['Link', '线路'],
      departs_minute: ['Departs (UTC)', '发车时间（UTC）'],
      weekdays: ['Days', '日期'],
      seats: ['Seats', '座位'],
    },
  },
  trips: {
    name: ['Trip |||| Trips', '班车'],
    fields: {
      link_id: ['Link', '线路'],
      departs_at: ['Departs', '发车'],
      arrives_at: ['Arrives', '到达'],
      used: ['Used', '已用'],
      seats: ['Seats', '座位'],
    },
  },
  channels: {
    name: ['Channel |||| Channels', '通知渠道'],
    fields: {
      ...shared,
      kind: ['Kind', '类型'],
      origin: ['Sends to', '发送至'],
      url: ['Address', '地址'],
      to: ['To (numbers or addresses)', '接收人（号码或地址）'],
      from: ['From (mail address)', '发件地址'],
      secret: ['Secret', '密钥'],
      topics: ['Topics', '主题'],
      least_severity: ['From severity', '最低级别'],
    },
  },
  users: {
    name: ['User |||| Users', '用户'],
    fields: {
      ...shared,
      username: ['User name', '用户名'],
      display_name: ['Name', '姓名'],
      role: ['Role', '角色'],
      locale: ['Language', '语言'],
    },
  },
  audit: { name: ['Audit', '审计'], fields: {} },
  'email-templates': {
    name: ['E-mail template |||| E-mail templates', '邮件模板'],
    fields: {
      ...shared,
      merchant_id: ['Merchant', '商户'],
      status: ['Told when', '通知时机'],
      language: ['Language', '语言'],
      subject: ['Subject', '主题'],
      text: ['Text', '正文'],
      html: ['HTML', 'HTML'],
    },
  },
  alerts: { name: ['Alert |||| Alerts', '告警'], fields: {} },
  incidents: { name: ['Incident |||| Incidents', '事件'], fields: {} },
  silences: { name: ['Silence |||| Silences', '静默'], fields: {} },
  'webhook-endpoints': { name: ['Webhook |||| Webhooks', 'Webhook'], fields: {} },
} as const satisfies Translations;
