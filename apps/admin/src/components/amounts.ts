/** Minor units as people write money, e.g. 12900 CNY → CN¥129.00. */
export function money(amountMinor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(amountMinor / minorPerMajor(currency));
}

/** What people enter, as minor units: 129 CNY → 12900. What is finer than the currency is rounded. */
export function toMinor(amount: number, currency: string): number {
  return Math.round(amount * minorPerMajor(currency));
}

/** How many of its smallest units make one of a currency (ISO 4217); 100 for a code that is not one, such as one half typed. */
export function minorPerMajor(currency: string): number {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    return 10 ** (maximumFractionDigits ?? 2);
  } catch {
    return 100;
  }
}

/** A minute of the day as people read clocks: 90 → 01:30. */
export function timeOfDay(minute: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** The other way; undefined for what is no time. */
export function minuteOfDay(time: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(time) ?? [];
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

export function distance(metres: number, locale: string): string {
  const kilometres = metres >= 1000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: kilometres ? 'kilometer' : 'meter',
    maximumFractionDigits: kilometres && metres < 100_000 ? 1 : 0,
  }).format(kilometres ? metres / 1000 : metres);
}

/** Seconds as `2 d 3 h`, `45 min`: the two largest units. */
export function duration(seconds: number, locale: string): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second');
  if (whole < 3600) return unit(Math.floor(whole / 60), 'minute');
  const hours = Math.floor(whole / 3600);
  if (hours < 24) return `${unit(hours, 'hour')} ${unit(Math.floor((whole % 3600) / 60), 'minute')}`;
  return `${unit(Math.floor(hours / 24), 'day')} ${unit(hours % 24, 'hour')}`;
}
