/**
 * Waybill: the transport document of an order's parcel: its number, and the label that carries it.
 *
 * Invariants
 * - A number is `LH`, 12 base-36 characters and an ISO 7064 MOD 37,36 check character over both.
 * - A number never repeats: its block was leased to one process by a commit of its own before the first use, and what a
 *   process took from a block is gone, whatever becomes of its transaction. Gaps are normal.
 * - An order has one number for ever; issuing again answers the same.
 * - No label is drawn on the event loop's thread, waits without a bound or takes more than 3 s.
 */
export type { Label, LabelParty } from './label/label';
export { WaybillFacade } from './waybill.facade';
export { WaybillModule } from './waybill.module';
