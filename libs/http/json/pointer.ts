/** One more step of an RFC 6901 pointer. */
export function joinPointer(parent: string, step: string | number): string {
  if (typeof step === 'number') return `${parent}/${step}`;
  const printable = step.replace(/[\0\p{Cs}]/gu, '\uFFFD');
  return `${parent}/${printable.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
