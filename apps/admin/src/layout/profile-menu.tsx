import KeyIcon from '@mui/icons-material/Key';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import MenuItem from '@mui/material/MenuItem';
import { lazy, Suspense, useState } from 'react';
import { Logout, useTranslate, UserMenu, useUserMenu } from 'react-admin';

const OwnPasswordDialog = lazy(async () => ({
  default: (await import('./own-password-dialog')).OwnPasswordDialog,
}));

function PasswordItem({ onPick }: { readonly onPick: () => void }) {
  const translate = useTranslate();
  const menu = useUserMenu();
  const pick = () => {
    menu?.onClose();
    onPick();
  };
  return (
    <MenuItem onClick={pick}>
      <ListItemIcon>
        <KeyIcon fontSize="small" />
      </ListItemIcon>
      <ListItemText>{translate('app.own_password')}</ListItemText>
    </MenuItem>
  );
}

/** What concerns oneself: another password, and logging out. */
export function ProfileMenu() {
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <UserMenu>
        <PasswordItem onPick={() => setChoosing(true)} />
        <Logout />
      </UserMenu>
      {choosing ? (
        <Suspense>
          <OwnPasswordDialog onClose={() => setChoosing(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
