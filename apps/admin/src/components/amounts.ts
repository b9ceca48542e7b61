/** Minor units as people write money, e.g. 12900 CNY → CN¥129.00. */
export function money(amountMinor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
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
