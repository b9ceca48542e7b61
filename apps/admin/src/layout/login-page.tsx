import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type SyntheticEvent, useState } from 'react';
import { useLogin, useTranslate } from 'react-admin';
import { ApiError } from '../api/problem';
import mark from '../theme/mark.svg';

/** What to tell: which of the two was wrong is nobody's business. */
function failureOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 401) return 'app.log_in_failed';
  if (error instanceof ApiError && error.status === 429) return 'app.too_many';
  return error instanceof Error ? error.message : String(error);
}

export function LoginPage() {
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const login = useLogin();
  const translate = useTranslate();
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    login({ username: form.get('username'), password: form.get('password') })
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Box
      component="main"
      sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center', p: 2, backgroundColor: 'background.default' }}
    >
      <Card sx={{ p: 4, width: '100%', maxWidth: 380 }}>
        <Box component="form" onSubmit={submit} sx={{ display: 'grid', gap: 2 }}>
          <Box sx={{ textAlign: 'center', mb: 1 }}>
            <img src={mark} alt="" width={48} height={48} />
            <Typography component="h1" variant="h1" sx={{ mt: 1 }}>
              {translate('app.name')}
            </Typography>
            <Typography color="textSecondary">{translate('app.tagline')}</Typography>
          </Box>
          {failure === undefined ? null : <Alert severity="error">{translate(failure, { _: failure })}</Alert>}
          <TextField
            name="username"
            label={translate('app.user')}
            autoComplete="username"
            required
            autoFocus
            size="medium"
          />
          <TextField
            name="password"
            label={translate('app.password')}
            type="password"
            autoComplete="current-password"
            required
            size="medium"
          />
          <Button type="submit" variant="contained" size="large" loading={busy}>
            {translate('app.log_in')}
          </Button>
        </Box>
      </Card>
    </Box>
  );
}
