import { createTheme, type PaletteOptions, type ThemeOptions } from '@mui/material/styles';

const FONT =
  'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Noto Sans SC", "Microsoft YaHei", sans-serif';

const LIGHT: PaletteOptions = {
  mode: 'light',
  primary: { main: '#0f766e', contrastText: '#ffffff' },
  secondary: { main: '#4338ca' },
  success: { main: '#15803d' },
  warning: { main: '#b45309' },
  error: { main: '#b91c1c' },
  info: { main: '#1d4ed8' },
  background: { default: '#f5f7f8', paper: '#ffffff' },
  text: { primary: '#0f1b21', secondary: '#4b5b64' },
  divider: '#e2e8ea',
};

const DARK: PaletteOptions = {
  mode: 'dark',
  primary: { main: '#2dd4bf', contrastText: '#04211e' },
  secondary: { main: '#a5b4fc' },
  success: { main: '#4ade80' },
  warning: { main: '#fbbf24' },
  error: { main: '#f87171' },
  info: { main: '#93c5fd' },
  background: { default: '#0b1316', paper: '#121c20' },
  text: { primary: '#e6eef0', secondary: '#a3b4bb' },
  divider: '#23323a',
};

function nameOf(box: { readonly 'aria-label'?: string }): string | undefined {
  return box['aria-label'];
}

/** The components of the library, in the manner of this house: flat surfaces with a line around, quiet tables, no capitals. */
const COMPONENTS: ThemeOptions['components'] = {
  MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiCard: {
    defaultProps: { variant: 'outlined' },
    styleOverrides: { root: { borderRadius: 12 } },
  },
  MuiButton: { styleOverrides: { root: { textTransform: 'none', fontWeight: 600 } } },
  MuiTab: { styleOverrides: { root: { textTransform: 'none', fontWeight: 600, minHeight: 44 } } },
  MuiChip: { styleOverrides: { root: { fontWeight: 600, borderRadius: 8 } } },
  MuiTableCell: {
    styleOverrides: {
      head: ({ theme }) => ({
        fontWeight: 600,
        fontSize: '0.75rem',
        color: theme.palette.text.secondary,
        backgroundColor: theme.palette.background.paper,
        whiteSpace: 'nowrap',
      }),
      root: ({ theme }) => ({ borderColor: theme.palette.divider }),
    },
  },
  MuiTextField: { defaultProps: { variant: 'outlined', size: 'small' } },
  MuiFormControl: { defaultProps: { variant: 'outlined', size: 'small' } },
  // Lists give their name to the box around the control: it needs a role for readers to tell it, and the control the same name.
  MuiCheckbox: {
    defaultProps: { role: 'group', slotProps: { input: (box) => ({ 'aria-label': nameOf(box) }) } },
  },
  MuiCircularProgress: { defaultProps: { 'aria-label': 'Loading' } },
  MuiTooltip: { defaultProps: { arrow: true } },
  MuiLink: { defaultProps: { underline: 'hover' } },
};

function themed(palette: PaletteOptions): ThemeOptions {
  return createTheme({
    palette,
    shape: { borderRadius: 8 },
    typography: {
      fontFamily: FONT,
      fontSize: 13.5,
      h1: { fontSize: '1.5rem', fontWeight: 650, letterSpacing: '-0.01em' },
      h2: { fontSize: '1.05rem', fontWeight: 650 },
      h6: { fontSize: '1rem', fontWeight: 650 },
      button: { textTransform: 'none' },
    },
    components: COMPONENTS,
  });
}

export const lightTheme = themed(LIGHT);
export const darkTheme = themed(DARK);
