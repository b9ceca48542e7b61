import TranslateIcon from '@mui/icons-material/Translate';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useEffect, useState } from 'react';
import { useGetIdentity, useLocaleState, useNotify, useTranslate } from 'react-admin';
import { call } from '../api/request';
import { session } from '../api/session';
import { type Locale, LOCALES } from '../i18n/translations';

/** Shows the language that the person has chosen wherever they log in, and keeps another choice. */
export function LanguageMenu() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [locale, setLocale] = useLocaleState();
  const translate = useTranslate();
  const notify = useNotify();
  useKeptLanguage(setLocale);
  const choose = (chosen: Locale) => {
    setAnchor(undefined);
    session.prefer(chosen);
    setLocale(chosen);
    call('PATCH', '/v1/users/me', { body: { locale: chosen } }).catch((error: unknown) =>
      notify((error as Error).message, { type: 'error' }),
    );
  };
  return (
    <>
      <IconButton
        color="inherit"
        aria-label={translate('app.language')}
        aria-haspopup="true"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <TranslateIcon />
      </IconButton>
      <Menu open={anchor !== undefined} anchorEl={anchor} onClose={() => setAnchor(undefined)}>
        {LOCALES.map((each) => (
          <MenuItem
            key={each.locale}
            lang={each.locale}
            selected={each.locale === locale}
            onClick={() => choose(each.locale)}
          >
            {each.name}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

/** Changing the language builds the page anew: what was chosen is therefore the session's to know. */
function useKeptLanguage(setLocale: (locale: string) => void): void {
  const { identity } = useGetIdentity();
  const who = identity?.id;
  useEffect(() => {
    if (who !== undefined && session.user !== undefined) setLocale(session.user.locale);
  }, [who, setLocale]);
}
