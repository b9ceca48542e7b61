import { SmallDisk } from '../installation/small-disk';
import type { DrillFault } from './drill-fault';

/** Each way, so that an answer takes three tenths of a second longer. */
const DELAY_MS = 150;
const FREE_SHARE = 0.05;

/** What happens to PostgreSQL, to Redis and below them. */
export const SERVER_FAULTS: readonly DrillFault[] = [
  {
    name: 'PostgreSQL slow',
    rule: 'database slow',
    healedBy: 'itself',
    strike: (site) => {
      site.postgresLine.apply({ kind: 'delay', ms: DELAY_MS });
      const end = (): Promise<void> => {
        site.postgresLine.heal();
        return Promise.resolve();
      };
      return Promise.resolve({ end });
    },
  },
  {
    name: 'Redis away',
    rule: 'redis unreachable',
    healedBy: 'itself',
    strike: async (site) => {
      await site.redisLine.cut();
      return { end: () => site.redisLine.restore() };
    },
  },
  {
    name: 'disk nearly full',
    rule: 'disk nearly full',
    healedBy: 'a person',
    obstacle: () => SmallDisk.obstacle(),
    strike: (site) => {
      const { disk } = site.servers;
      disk?.fillBut(FREE_SHARE);
      const end = (): Promise<void> => {
        disk?.free();
        return Promise.resolve();
      };
      return Promise.resolve({ end });
    },
  },
  {
    name: 'invariant broken by hand',
    rule: 'invariant broken',
    healedBy: 'a person',
    strike: async (site) => {
      await site.sql('update live.accounts set balance_minor = balance_minor + 1');
      return {
        end: async () => {
          await site.sql('update live.accounts set balance_minor = balance_minor - 1');
        },
      };
    },
  },
];
