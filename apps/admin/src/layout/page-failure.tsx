import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslate } from 'react-admin';

interface PageFailureProps {
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** Instead of what could not be read: the problem's own words, and a way to try again. */
export function PageFailure({ error, onRetry }: PageFailureProps) {
  const translate = useTranslate();
  return (
    <Alert
      severity="error"
      sx={{ mt: 2 }}
      action={
        onRetry === undefined ? undefined : (
          <Button color="inherit" size="small" onClick={onRetry}>
            {translate('app.retry')}
          </Button>
        )
      }
    >
      {translate('app.failed')} {error.message}
    </Alert>
  );
}
