import type { Country } from './country';

const NAMES = ['Li Lei', 'Han Meimei', 'Wang Fang', 'Zhang Wei', 'Liu Yang', 'Chen Jing', 'Zhao Min', 'Sun Qiang'];
const METRES_PER_DEGREE = 111_320;
/** People live near the middle of a zone. */
const SPREAD = 0.3;
const COD_SHARE = 0.15;

/** An order of somebody somewhere in the country, for one or two things. */
export function randomOrder(country: Country, reference: string, random: () => number = Math.random): object {
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('The country has no zones or no goods');
    return item;
  };
  const zone = pick(country.zones);
  const angle = random() * 2 * Math.PI;
  const distanceM = zone.radius_m * SPREAD * Math.sqrt(random());
  const lat = zone.lat + (distanceM * Math.cos(angle)) / METRES_PER_DEGREE;
  const lng = zone.lng + (distanceM * Math.sin(angle)) / (METRES_PER_DEGREE * Math.cos((zone.lat * Math.PI) / 180));
  const skus = new Set(random() < 0.7 ? [pick(country.skus)] : [pick(country.skus), pick(country.skus)]);
  return {
    reference,
    recipient: {
      name: pick(NAMES),
      phone: `+8613${String(Math.floor(random() * 1e9)).padStart(9, '0')}`,
      address: {
        line1: `${1 + Math.floor(random() * 999)} Renmin Road`,
        city: 'Near here',
        country: 'CN',
        lat: round(lat),
        lng: round(lng),
      },
    },
    lines: [...skus].map((sku) => ({ sku, quantity: 1 + Math.floor(random() * 2) })),
    payment: {
      terms: random() < COD_SHARE ? 'cod' : 'account',
      amount_minor: 1_000 + Math.floor(random() * 40_000),
      currency: 'CNY',
    },
  };
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
