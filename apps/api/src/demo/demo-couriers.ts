import type { NewCourier } from '#module/dispatch';

const FAMILY = ['Chen', 'Huang', 'Li', 'Liu', 'Wang', 'Wu', 'Xu', 'Yang', 'Zhang', 'Zhao', 'Zhou'];
const GIVEN = ['Bo', 'Fang', 'Hao', 'Jing', 'Jun', 'Lan', 'Lei', 'Min', 'Na', 'Qiang', 'Ting', 'Wei', 'Yan'];
const EVERY_DAY = 0b111_1111;

/** Two shifts that cover the Chinese day between them; minutes after midnight UTC, eight hours behind Beijing. */
const SHIFTS = [
  { vehicle: 'van', capacityParcels: 120, capacityG: 900_000, startMinute: 0, endMinute: 480 },
  { vehicle: 'motorbike', capacityParcels: 80, capacityG: 250_000, startMinute: 300, endMinute: 780 },
] as const;

/** An early and a late courier for each zone, at work every day of the week. */
export function demoCouriers(zoneIds: readonly string[]): NewCourier[] {
  return zoneIds.flatMap((zoneId, zone) =>
    SHIFTS.map(({ vehicle, capacityParcels, capacityG, startMinute, endMinute }, shift) => {
      const number = zone * SHIFTS.length + shift;
      return {
        zoneId,
        name: `${FAMILY[number % FAMILY.length] ?? ''} ${GIVEN[number % GIVEN.length] ?? ''}`,
        phone: `+86139${String(number).padStart(8, '0')}`,
        vehicle,
        capacityParcels,
        capacityG,
        schedule: [{ weekdays: EVERY_DAY, startMinute, endMinute }],
      };
    }),
  );
}
