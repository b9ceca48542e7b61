import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { addTexts } from '../i18n/page-texts';

addTexts({
  secret: {
    title: ['Shown this once', '仅显示一次'],
    about: [
      'Keep it now: nobody can read it again, not even an administrator. If it is lost, make another.',
      '请立即保存：之后任何人都无法再次查看，管理员也不行。如遗失，请重新生成。',
    ],
    of: ['Secret of %{name}', '%{name} 的密钥'],
    kept: ['I have kept it', '我已保存'],
  },
});

interface SecretDialogProps {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** A secret that the server has just made. A click beside it does not close it: it would be lost. */
export function SecretDialog({ name, secret, onClose }: SecretDialogProps) {
  const [copied, setCopied] = useState(false);
  const translate = useTranslate();
  const copy = () => {
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby="secret-title">
      <DialogTitle id="secret-title">{translate('secret.title')}</DialogTitle>
      <DialogContent>
        <Alert severity="warning" sx={{ mb: 2 }}>
          {translate('secret.about')}
        </Alert>
        <TextField
          fullWidth
          label={translate('secret.of', { name })}
          value={secret}
          margin="dense"
          slotProps={{ htmlInput: { readOnly: true }, input: { sx: { fontFamily: 'monospace' } } }}
          onFocus={(event) => event.target.select()}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={copy}>{translate(copied ? 'app.copied' : 'app.copy')}</Button>
        <Button variant="contained" onClick={onClose}>
          {translate('secret.kept')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
