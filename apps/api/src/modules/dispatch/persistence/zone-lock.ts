import { statement, type Tx } from '#lib/database';

/**
 * Two advisory locks per zone, both held to the end of the transaction, so that no order waits while there is room for it:
 *
 * - **supply**: assigning takes it exclusively, whoever changes what a zone can carry (a release, a shift, a courier) shares it.
 *   What assigning reads is therefore still true when it writes, and an order that found nothing is parked before the next
 *   release looks for waiting orders. Without it a slot freed between the reading and the parking wakes nobody.
 * - **wake**: held by whoever resumes waiting orders of the zone. Two releases at once would otherwise wake the same order,
 *   and the second slot would wake nobody.
 *
 * Order within a transaction: supply (zones sorted) → shifts by id → wake (zones sorted). Assigning never takes wake, and a
 * transaction never both releases and assigns: it would have to raise a shared lock that another one shares. Who moves a parcel
 * from one courier to another does both, and therefore takes supply exclusively from the beginning; it then waits for nobody's
 * wake, since whoever holds that shares the supply.
 */
const SUPPLY_CLASS = 0x44_53_50_01;
const WAKE_CLASS = 0x44_53_50_02;

/** One schedule is laid out at a time; see `materialise-shifts.ts`. */
const LAY_OUT_CLASS = 0x44_53_50_03;

const EXCLUSIVE = statement(
  'dispatch.lock-zones',
  `select count(pg_advisory_xact_lock($1::int, zone.key)) from unnest($2::int[]) as zone(key)`,
);

const SHARED = statement(
  'dispatch.lock-zones-shared',
  `select count(pg_advisory_xact_lock_shared($1::int, zone.key)) from unnest($2::int[]) as zone(key)`,
);

const TRY = statement('dispatch.try-lock', `select pg_try_advisory_xact_lock($1::int, 0) as granted`);

/** For assigning: nobody else assigns in these zones or changes what they can carry until this transaction ends. */
export function lockZonesToAssign(tx: Tx, zoneIds: readonly string[]): void {
  tx.send(EXCLUSIVE, [SUPPLY_CLASS, keysOf(zoneIds)]);
}

/** For everybody who frees or brings room, before the first shift is touched. */
export async function lockZonesToSupply(tx: Tx, zoneIds: readonly string[]): Promise<void> {
  await tx.query(SHARED, [SUPPLY_CLASS, keysOf(zoneIds)]);
}

/** For resuming the waiting orders of these zones. */
export async function lockZonesToWake(tx: Tx, zoneIds: readonly string[]): Promise<void> {
  await tx.query(EXCLUSIVE, [WAKE_CLASS, keysOf(zoneIds)]);
}

/** Waits for its turn to lay out shifts; before any zone is locked. */
export async function lockLayOut(tx: Tx): Promise<void> {
  await tx.query(EXCLUSIVE, [LAY_OUT_CLASS, [0]]);
}

/** False while another process lays out shifts. */
export async function tryLockLayOut(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ granted: boolean }>(TRY, [LAY_OUT_CLASS]);
  return row?.granted === true;
}

/** Sorted, as `unnest` locks them in the order given. Two zones with one key only share their lock. */
function keysOf(zoneIds: readonly string[]): number[] {
  return [...new Set(zoneIds.map(lockKey))].sort((a, b) => a - b);
}

/** FNV-1a, 32 bits, as a signed integer: zone ids are evenly spread whatever they look like. */
function lockKey(zoneId: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < zoneId.length; at++) hash = Math.imul(hash ^ zoneId.charCodeAt(at), 0x01000193);
  return hash | 0;
}
