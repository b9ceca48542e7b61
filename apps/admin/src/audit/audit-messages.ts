import { addTexts } from '../i18n/page-texts';

addTexts({
  audit: {
    actor: ['Who', '操作者'],
    actor_id: ['Who, e.g. user:<id>', '操作者，如 user:<id>'],
    action: ['Action', '操作'],
    resource_type: ['Kind of resource', '资源类型'],
    resource_id: ['Resource id', '资源 ID'],
    since: ['From', '起始时间'],
    until: ['Until', '截止时间'],
    at: ['When', '时间'],
    resource: ['Resource', '资源'],
    address: ['From address', '来源地址'],
    changed: ['Changed', '变更'],
    before: ['Before', '变更前'],
    after: ['After', '变更后'],
    members: ['%{smart_count} member |||| %{smart_count} members', '%{smart_count} 项'],
    history: ['History', '变更记录'],
    show: ['Show history', '显示变更记录'],
  },
  empty: {
    audit: [
      'Nobody of the staff has changed anything that matches. Loosen the filters.',
      '没有匹配的员工操作记录。请放宽筛选。',
    ],
    history: ['Nobody of the staff has changed it.', '没有员工修改过。'],
  },
});
