import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { call } from '../api/request';
import { CommandDialog } from '../components/command-dialog';
import { addTexts } from '../i18n/page-texts';

addTexts({
  password: {
    title: ['Another password', '更换密码'],
    about: [
      'At least twelve characters: four words that nobody guesses do well. Your other sessions end.',
      '至少十二个字符，四个不易猜到的词即可。您的其他会话将会结束。',
    ],
    old: ['The password until now', '当前密码'],
    fresh: ['The new password', '新密码'],
    again: ['The new password once more', '再次输入新密码'],
    differs: ['The new password was typed in two different ways.', '两次输入的新密码不一致。'],
    change: ['Change password', '更换密码'],
    changed: ['The new password holds from now on', '新密码已生效'],
  },
});

const LEAST_LENGTH = 12;
const FIELDS = [
  ['old', 'current-password'],
  ['fresh', 'new-password'],
  ['again', 'new-password'],
] as const;

export function OwnPasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState({ old: '', fresh: '', again: '' });
  const translate = useTranslate();
  const notify = useNotify();
  const change = async () => {
    if (typed.fresh !== typed.again) throw new Error(translate('password.differs'));
    await call('POST', '/v1/users/me/password', { body: { old_password: typed.old, new_password: typed.fresh } });
    notify('password.changed', { type: 'success' });
  };
  return (
    <CommandDialog
      title={translate('password.title')}
      about={translate('password.about')}
      proceed={translate('password.change')}
      onProceed={change}
      onClose={onClose}
    >
      {FIELDS.map(([name, autoComplete]) => (
        <TextField
          key={name}
          required
          type="password"
          label={translate(`password.${name}`)}
          autoComplete={autoComplete}
          value={typed[name]}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          slotProps={{ htmlInput: { minLength: name === 'old' ? undefined : LEAST_LENGTH } }}
        />
      ))}
    </CommandDialog>
  );
}
