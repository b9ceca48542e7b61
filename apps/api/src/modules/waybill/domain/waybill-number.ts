import { checkCharacter, isChecked } from './mod-37-36';

const PREFIX = 'LH';
const SERIAL_LENGTH = 12;
const SHAPE = /^LH[0-9A-Z]{13}$/;

/** `LH`, the serial as 12 base-36 characters, and the check character over both. */
export function waybillNumber(serial: number): string {
  const body = PREFIX + serial.toString(36).toUpperCase().padStart(SERIAL_LENGTH, '0');
  return body + (checkCharacter(body) ?? '');
}

/** Whether this can be a number of ours: its form and its check character. Most typing errors end here. */
export function isWaybillNumber(text: string): boolean {
  return SHAPE.test(text) && isChecked(text);
}

/** A number as people type it: lower case, blanks and hyphens between groups. */
export function normalizeWaybillNumber(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}

/** For the eye: `LH 0000 0000 0ABC K`. */
export function groupWaybillNumber(number: string): string {
  return [number.slice(0, 2), number.slice(2, 6), number.slice(6, 10), number.slice(10, 14), number.slice(14)].join(
    ' ',
  );
}
