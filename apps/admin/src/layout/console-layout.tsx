import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { AppBar, Layout, LoadingIndicator, TitlePortal, ToggleThemeButton } from 'react-admin';
import mark from '../theme/mark.svg';
import { ConsoleMenu } from './console-menu';
import { LanguageMenu } from './language-menu';
import { ProfileMenu } from './profile-menu';

function ConsoleBar() {
  return (
    <AppBar
      color="default"
      elevation={0}
      userMenu={<ProfileMenu />}
      sx={{ backgroundColor: 'background.paper', borderBottom: 1, borderColor: 'divider' }}
      toolbar={
        <>
          <LanguageMenu />
          <ToggleThemeButton />
          <LoadingIndicator />
        </>
      }
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mr: 2 }}>
        <img src={mark} alt="" width={28} height={28} />
        <Typography sx={{ fontWeight: 700, letterSpacing: '-0.01em', display: { xs: 'none', sm: 'block' } }}>
          Linehaul
        </Typography>
      </Box>
      <TitlePortal variant="body1" sx={{ color: 'text.secondary' }} />
    </AppBar>
  );
}

export function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Layout
      appBar={ConsoleBar}
      menu={ConsoleMenu}
      appBarAlwaysOn
      sx={{
        // What is wider than a phone scrolls by itself, and never the whole page.
        minWidth: 0,
        '& .RaLayout-appFrame, & .RaList-main, & .RaList-content, & .RaShow-main': { minWidth: 0 },
        '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
        '& .RaList-actions, & .RaList-actions .MuiToolbar-root, & .RaTopToolbar-root': {
          backgroundColor: 'transparent',
          minHeight: 0,
        },
        '& .RaLayout-content': { px: { xs: 1.5, sm: 3 }, pb: 4, minWidth: 0, backgroundColor: 'background.default' },
      }}
    >
      {children}
    </Layout>
  );
}
