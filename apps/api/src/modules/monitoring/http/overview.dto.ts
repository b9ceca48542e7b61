import { z } from 'zod';
import type { FlowCounts } from '../persistence/flow.repository';
import type { Overview } from '../use-cases/read-overview';

const flow = { received: z.number(), dispatched: z.number(), delivered: z.number() };

export const OverviewView = z
  .object({
    as_of: z.iso.datetime(),
    orders_per_second: z.object(flow),
    stages: z.array(
      z.object({
        stage: z.string(),
        waiting_orders: z.int().describe('Due: with a process, or about to be'),
        oldest_age_s: z.number(),
        per_second: z.number().describe('Orders that it moved on'),
        dead_letters: z.int(),
      }),
    ),
    parked: z.array(z.object({ stage: z.string(), code: z.string(), orders: z.int() })),
    incidents: z.object({ open: z.int(), critical: z.int() }),
    queues: z.array(
      z.object({
        name: z.string(),
        waiting: z.int().nullable().describe('null while Redis is away'),
        active: z.int().nullable(),
        oldest_age_s: z.number(),
        paused: z.boolean().nullable(),
      }),
    ),
    breakers: z.array(z.object({ name: z.string(), open: z.boolean(), open_in: z.int(), processes: z.int() })),
    history: z.array(z.object({ at: z.iso.datetime(), ...flow })),
  })
  .meta({ id: 'Overview' });

export const QueuesView = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      stage: z.string(),
      waiting: z.int().nullable().describe('Messages; null while Redis is away'),
      active: z.int().nullable(),
      paused: z.boolean().nullable(),
      due_orders: z.int(),
      delayed_orders: z.int().describe('Due later: an expiry, or the next attempt'),
      oldest_age_s: z.number(),
      per_second: z.number(),
      dead_letters: z.int(),
    }),
  ),
});

/** The state that an order has reached when its stage is done with it. */
const DONE: Readonly<Record<string, keyof FlowCounts>> = {
  payment: 'paid',
  fulfilment: 'waybill_created',
  dispatch: 'dispatched',
  expiry: 'expired',
};

export function overviewView(overview: Overview): z.input<typeof OverviewView> {
  const { rates, work, parked, queues, history } = overview;
  const deadLetters = (stage: string): number =>
    parked.find((one) => one.stage === stage && one.code === 'dead_letter')?.orders ?? 0;
  return {
    as_of: overview.asOf.toISOString(),
    orders_per_second: flowOf(rates),
    stages: work.map(({ stage, dueOrders, oldestDueS }) => ({
      stage,
      waiting_orders: dueOrders,
      oldest_age_s: oldestDueS,
      per_second: rates[DONE[stage] ?? 'paid'],
      dead_letters: deadLetters(stage),
    })),
    parked: [...parked],
    incidents: overview.incidents,
    queues: queues.map(({ name, counts }) => ({
      name,
      waiting: counts?.waiting ?? null,
      active: counts?.active ?? null,
      oldest_age_s: work.find(({ stage }) => stage === name)?.oldestDueS ?? 0,
      paused: counts?.paused ?? null,
    })),
    breakers: overview.breakers.map(({ name, open, openIn, processes }) => ({
      name,
      open,
      open_in: openIn,
      processes,
    })),
    history: history.map((point) => ({ at: point.at.toISOString(), ...flowOf(point) })),
  };
}

export function queuesView(overview: Overview): z.input<typeof QueuesView> {
  const { queues, stages } = overviewView(overview);
  const data = queues.map((queue) => {
    const stage = stages.find((one) => one.stage === queue.name);
    const work = overview.work.find((one) => one.stage === queue.name);
    return {
      ...queue,
      stage: queue.name,
      due_orders: work?.dueOrders ?? 0,
      delayed_orders: work?.delayedOrders ?? 0,
      per_second: stage?.per_second ?? 0,
      dead_letters: stage?.dead_letters ?? 0,
    };
  });
  return { data };
}

function flowOf({ received, dispatched, delivered }: FlowCounts): {
  received: number;
  dispatched: number;
  delivered: number;
} {
  return { received, dispatched, delivered };
}
