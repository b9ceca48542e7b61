import Box from '@mui/material/Box';
import { useCanAccess, useRecordContext, useTranslate } from 'react-admin';
import { RecordCommand } from '../components/record-command';
import { Section } from '../components/section';
import { addTexts } from '../i18n/page-texts';

addTexts({
  client_access: {
    title: ['Secret', '密钥'],
    rotate: ['Make a new secret', '生成新密钥'],
    rotate_about: [
      'It is shown once. The one before works for a day longer, so that nothing stands still meanwhile.',
      '新密钥仅显示一次。旧密钥仍可使用一天，业务不会中断。',
    ],
    revoke: ['Revoke for good', '永久吊销'],
    revoke_about: [
      'Its tokens are refused everywhere within a second. A revoked client never comes back: make another.',
      '其令牌将在一秒内全部失效。吊销后无法恢复，只能新建客户端。',
    ],
    revoked: ['It was revoked: nobody gets a token with it any more.', '已吊销：无法再用其获取令牌。'],
  },
});

/** The client's secret, and the end of it. */
export default function ClientAccess() {
  const client = useRecordContext();
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'clients', action: 'edit' });
  if (client === undefined || canAccess !== true) return null;
  const at = `/v1/clients/${client.id}`;
  return (
    <Section title={translate('client_access.title')}>
      {client['status'] === 'revoked' ? (
        translate('client_access.revoked')
      ) : (
        <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
          <RecordCommand
            at={at}
            command="rotate"
            label="client_access.rotate"
            about="client_access.rotate_about"
            secret={{ member: 'client_secret', name: String(client['client_id']) }}
          />
          <RecordCommand
            at={at}
            command="revoke"
            label="client_access.revoke"
            about="client_access.revoke_about"
            isDangerous
          />
        </Box>
      )}
    </Section>
  );
}
