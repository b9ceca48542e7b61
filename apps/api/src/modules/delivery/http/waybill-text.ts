import { text } from '#lib/http';

/** A waybill number as people type it from a label: lower case, blanks and hyphens between groups. */
export const waybillText = text(1, 40).transform((typed) => typed.replace(/[\s-]/g, '').toUpperCase());
