import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Title } from 'react-admin';

interface PageTitleProps {
  readonly title: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
}

/** What a page is about, once for the eye and the reader, with what can be done on the right. */
export function PageTitle({ title, about, actions }: PageTitleProps) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mt: 2, mb: 2 }}>
      <Title title={title} />
      <Box sx={{ flexGrow: 1, minWidth: 0 }}>
        <Typography component="h1" variant="h1" sx={{ overflowWrap: 'anywhere' }}>
          {title}
        </Typography>
        {about === undefined ? null : (
          <Typography component="div" color="textSecondary" sx={{ mt: 0.5 }}>
            {about}
          </Typography>
        )}
      </Box>
      {actions}
    </Box>
  );
}
