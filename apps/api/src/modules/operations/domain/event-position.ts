/**
 * Where a reader of the live events stands: in the feed's row (xid, id), behind its first `told` events. On the wire it is the id
 * of an event, so that a reader that comes back is told on from the next one.
 */
export interface EventPosition {
  /** A PostgreSQL xid8 in its text form. */
  readonly xid: string;
  readonly id: number;
  readonly told: number;
}

const FORM = /^(\d{1,19})\.(\d{1,15})\.(\d{1,6})$/;

export function formatPosition({ xid, id, told }: EventPosition): string {
  return `${xid}.${id}.${told}`;
}

/** Undefined when it is no id of ours. */
export function parsePosition(text: string): EventPosition | undefined {
  const [, xid, id, told] = FORM.exec(text) ?? [];
  if (xid === undefined || id === undefined || told === undefined) return undefined;
  return { xid, id: Number(id), told: Number(told) };
}

type RowPlace = Pick<EventPosition, 'xid' | 'id'>;

/** Whether the feed's row `a` stands behind `b`. */
export function isBehind(a: RowPlace, b: RowPlace): boolean {
  const [ax, bx] = [BigInt(a.xid), BigInt(b.xid)];
  return ax === bx ? a.id > b.id : ax > bx;
}
