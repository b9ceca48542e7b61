import InboxIcon from '@mui/icons-material/Inbox';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useResourceContext, useTranslate } from 'react-admin';

/** Nothing to show, and what to do about it: `empty.<name>`, or that of the resource around. */
export function EmptyList({ name }: { readonly name?: string }) {
  const resource = useResourceContext();
  const translate = useTranslate();
  return (
    <Box role="status" sx={{ p: 6, textAlign: 'center', color: 'text.secondary' }}>
      <InboxIcon sx={{ fontSize: 40, opacity: 0.5 }} />
      <Typography>{translate(`empty.${name ?? resource ?? 'any'}`, { _: translate('app.nothing') })}</Typography>
    </Box>
  );
}
