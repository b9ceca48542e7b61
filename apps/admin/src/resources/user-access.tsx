import { useCanAccess, useRecordContext, useTranslate } from 'react-admin';
import { RecordCommand } from '../components/record-command';
import { Section } from '../components/section';
import { addTexts } from '../i18n/page-texts';

addTexts({
  user_access: {
    title: ['Access', '访问'],
    reset: ['Reset the password', '重置密码'],
    reset_about: [
      'A new password is made and shown once. The former one and all sessions of the user end at once.',
      '系统将生成新密码并仅显示一次。旧密码及该用户的所有会话立即失效。',
    ],
  },
});

/** For those who have lost their password. */
export default function UserAccess() {
  const user = useRecordContext();
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'users', action: 'edit' });
  if (user === undefined || canAccess !== true) return null;
  return (
    <Section title={translate('user_access.title')}>
      <RecordCommand
        at={`/v1/users/${user.id}`}
        command="password"
        label="user_access.reset"
        about="user_access.reset_about"
        isDangerous
        secret={{ member: 'password', name: String(user['username']) }}
      />
    </Section>
  );
}
