import { FaultProxy } from '../../../libs/testing/fault-proxy';
import { HttpReceiver } from '../../../libs/testing/http-receiver';
import { SmtpReceiver } from '../../../libs/testing/smtp-receiver';
import type { DrillFault } from './drill-fault';
import type { DrillSite } from './drill-site';

/** A transient fault: batches are tried again, and nobody's attempt is counted. */
const FAIL = `
  create function live.fail_stage() returns trigger language plpgsql as $$
    begin raise exception 'a drill' using errcode = '57014'; end $$;
  create trigger fail_stage before insert on live.route_plans for each statement execute function live.fail_stage()`;
/** A fault of the data of every twentieth order. */
const POISON = `
  create function live.refuse_some() returns trigger language plpgsql as $$
    begin
      if abs(hashtext(new.order_id::text)) % 20 = 0 then raise exception 'a drill' using errcode = '22023'; end if;
      return new;
    end $$;
  create trigger refuse_some before insert on live.waybills for each row execute function live.refuse_some()`;

async function undo(site: DrillSite, trigger: string, table: string): Promise<void> {
  await site.sql(`drop trigger ${trigger} on live.${table}`);
  await site.sql(`drop function live.${trigger}()`);
}

async function run(site: DrillSite, action: string, params: object): Promise<void> {
  await site.operator.create(`/v1/remediations/${action}/runs`, { params, reason: 'A drill' });
}

/** What happens to the work itself, and to those who are told of it. */
export const WORK_FAULTS: readonly DrillFault[] = [
  {
    name: 'stage failing',
    rule: 'stage failing',
    healedBy: 'itself',
    strike: async (site) => {
      await site.sql(FAIL);
      return { end: () => undo(site, 'fail_stage', 'route_plans') };
    },
  },
  {
    name: 'dead letters',
    rule: 'dead letters',
    healedBy: 'a rule',
    strike: async (site) => {
      await site.sql(POISON);
      return { end: () => undo(site, 'refuse_some', 'waybills') };
    },
  },
  {
    name: 'SMTP down',
    rule: 'channel failing',
    healedBy: 'itself',
    strike: async (site) => {
      const mailbox = await SmtpReceiver.open();
      const line = await FaultProxy.to(mailbox.url);
      const to = ['on-call@example.com'];
      const channel = { name: 'mail', kind: 'smtp', url: line.urlOf(mailbox.url), to, from: 'linehaul@example.com' };
      await site.operator.create('/v1/alerts/channels', channel);
      await line.cut();
      await run(site, 'pause_stage', { stage: 'expiry' }); // so that there is something to tell
      return {
        end: async () => {
          await line.restore();
          await run(site, 'resume_stage', { stage: 'expiry' });
        },
      };
    },
  },
  {
    name: 'webhook endpoint dead',
    rule: 'breaker open',
    healedBy: 'itself',
    strike: async (site) => {
      const merchant = await HttpReceiver.open();
      const line = await FaultProxy.to(merchant.url('/'));
      const [row] = await site.sql<{ id: string }>('select id from live.merchants limit 1');
      const url = `http://127.0.0.1:${line.port}/hook`;
      await site.operator.create('/v1/webhook-endpoints', { merchant_id: row?.id, url });
      await line.cut();
      return { end: () => line.restore() };
    },
  },
];
