import Button from '@mui/material/Button';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useCanAccess, useLocaleState, useNotify, useRecordContext, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { create } from '../api/create';
import { useRead } from '../api/use-read';
import { minorPerMajor, money, toMinor } from '../components/amounts';
import { CommandDialog } from '../components/command-dialog';
import { Facts } from '../components/facts';
import { ReadTable } from '../components/read-table';
import { Section } from '../components/section';
import { TimeAgo } from '../components/time-ago';
import type { CursorPage } from '../providers/cursor-memory';

interface Account {
  readonly merchant_id: string;
  readonly currency: string;
  readonly balance_minor: number;
  readonly credit_limit_minor: number;
  readonly available_minor: number;
}

interface Entry {
  readonly id: string;
  readonly kind: 'capture' | 'refund' | 'top_up' | 'cash_on_delivery';
  readonly order_id: string | null;
  readonly amount_minor: number;
  readonly currency: string;
  readonly created_at: string;
}

/** The merchant's money: what there is, what moved it, and a way to credit what has arrived. */
export default function MerchantAccount() {
  const merchant = useRecordContext();
  return merchant === undefined ? null : <AccountOf merchantId={String(merchant.id)} />;
}

function AccountOf({ merchantId }: { readonly merchantId: string }) {
  const [crediting, setCrediting] = useState(false);
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { canAccess } = useCanAccess({ resource: 'merchants', action: 'edit' });
  const account = useRead<Account | null>(`/v1/accounts/${merchantId}`, { mayBeMissing: true, everyMs: 5000 });
  const { data } = account;
  if (data === undefined || data === null) return null;
  const amount = (minor: number) => money(minor, data.currency, locale);
  const topUp =
    canAccess === true ? (
      <Button variant="outlined" onClick={() => setCrediting(true)}>
        {translate('account.top_up')}
      </Button>
    ) : undefined;
  return (
    <Section title={translate('account.title')} actions={topUp}>
      <Box sx={{ mb: 2 }}>
        <Facts
          of={[
            [translate('account.balance'), <strong key="balance">{amount(data.balance_minor)}</strong>],
            [translate('account.available'), amount(data.available_minor)],
            [translate('account.credit'), amount(data.credit_limit_minor)],
          ]}
        />
      </Box>
      <Entries merchantId={merchantId} />
      {crediting ? (
        <TopUpDialog account={data} onClose={() => setCrediting(false)} onDone={() => void account.refetch()} />
      ) : null}
    </Section>
  );
}

function Entries({ merchantId }: { readonly merchantId: string }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const found = useRead<CursorPage<Entry>>(`/v1/accounts/${merchantId}/entries?limit=25`, { everyMs: 5000 });
  return (
    <ReadTable
      label={translate('account.title')}
      of={found}
      keyOf={({ id }) => id}
      empty="entries"
      columns={[
        {
          label: 'account.kind',
          cell: ({ kind }) => translate(kind === 'top_up' ? 'account.top_up_entry' : `account.${kind}`),
        },
        { label: 'account.amount', isNumber: true, cell: (entry) => money(entry.amount_minor, entry.currency, locale) },
        {
          label: 'account.order',
          cell: ({ order_id: id }) =>
            id === null ? (
              '–'
            ) : (
              <Link component={RouterLink} to={`/orders/${id}/show`}>
                {id.slice(-8)}
              </Link>
            ),
        },
        { label: 'account.when', cell: ({ created_at: at }) => <TimeAgo at={at} /> },
      ]}
    />
  );
}

interface TopUpDialogProps {
  readonly account: Account;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function TopUpDialog({ account, onClose, onDone }: TopUpDialogProps) {
  const [amount, setAmount] = useState('');
  const translate = useTranslate();
  const notify = useNotify();
  const smallest = 1 / minorPerMajor(account.currency);
  const credit = async () => {
    const request = { amount_minor: toMinor(Number(amount), account.currency), currency: account.currency };
    const { body } = await create<{ resumed_orders: number }>(`/v1/accounts/${account.merchant_id}/top-ups`, request);
    notify('account.credited', { type: 'success', messageArgs: { count: body.resumed_orders } });
    onDone();
  };
  return (
    <CommandDialog
      title={translate('account.top_up')}
      about={translate('account.top_up_about')}
      proceed={translate('account.top_up')}
      onProceed={credit}
      onClose={onClose}
    >
      <TextField
        required
        type="number"
        label={translate('account.enter', { currency: account.currency })}
        value={amount}
        onChange={(event) => setAmount(event.target.value)}
        slotProps={{ htmlInput: { min: smallest, step: smallest } }}
      />
    </CommandDialog>
  );
}
