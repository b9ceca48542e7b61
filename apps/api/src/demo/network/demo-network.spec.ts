import { greatCircleM, linkKey } from '#module/routing';
import { beforeAll, describe, expect, it } from 'vitest';
import { type City, largestCities } from './cities';
import { type DemoNetwork, demoNetwork } from './index';
import { urbanRadiusM } from './places';

describe('the demo network', () => {
  let network: DemoNetwork;
  let cities: City[];
  beforeAll(async () => {
    network = await demoNetwork();
    cities = await largestCities('CN', 80);
  });

  const codesOf = (kind: string): string[] =>
    network.facilities.filter((facility) => facility.kind === kind).map((facility) => facility.code);

  it('has warehouses, hubs and a station for every zone, each under a code of its own', () => {
    expect(codesOf('warehouse')).toHaveLength(8);
    expect(codesOf('hub')).toHaveLength(24);
    expect(network.zones.length).toBeGreaterThanOrEqual(80);
    expect(network.zones.map((zone) => zone.stationCode)).toEqual(codesOf('station'));
    const codes = network.facilities.map((facility) => facility.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[A-Z0-9][A-Z0-9-]{0,39}$/);
  });

  it('leads from every warehouse to every station', () => {
    const next = new Map<string, string[]>();
    for (const { fromCode, toCode } of network.links) next.set(fromCode, [...(next.get(fromCode) ?? []), toCode]);
    for (const warehouse of codesOf('warehouse')) {
      const reached = new Set([warehouse]);
      for (const code of reached) for (const to of next.get(code) ?? []) reached.add(to);
      expect(codesOf('station').filter((station) => !reached.has(station))).toEqual([]);
    }
  });

  it('links both directions, and never twice', () => {
    const keys = network.links.map((link) => linkKey(link.fromCode, link.toCode));
    expect(new Set(keys).size).toBe(keys.length);
    expect(network.links.filter((link) => !keys.includes(linkKey(link.toCode, link.fromCode)))).toEqual([]);
  });

  it('covers the example address in Beijing and each city to the rim of its built-up area', () => {
    const isServed = (lat: number, lng: number): boolean =>
      network.zones.some((zone) => greatCircleM(zone, { lat, lng }) <= zone.radiusM);
    const beijing = network.zones.filter((zone) => greatCircleM(zone, { lat: 39.92, lng: 116.44 }) <= zone.radiusM);
    expect(beijing.map((zone) => zone.code)).toContain('CN-BEIJING-1');
    for (const city of cities) {
      const rim = (urbanRadiusM(city.population) * 0.99) / 111_195;
      for (let degrees = 0; degrees < 360; degrees += 15) {
        const lat = city.lat + rim * Math.cos((degrees * Math.PI) / 180);
        const lng = city.lng + (rim * Math.sin((degrees * Math.PI) / 180)) / Math.cos((city.lat * Math.PI) / 180);
        expect(isServed(lat, lng), `${city.name} towards ${degrees} degrees`).toBe(true);
      }
    }
  });

  it('has departures on every link, at most one a minute', () => {
    const byLink = new Map<string, Set<number>>();
    for (const { fromCode, toCode, departsMinute } of network.timetables) {
      const minutes = byLink.get(linkKey(fromCode, toCode)) ?? new Set();
      expect(minutes.has(departsMinute)).toBe(false);
      expect(departsMinute).toBeLessThan(1440);
      byLink.set(linkKey(fromCode, toCode), minutes.add(departsMinute));
    }
    for (const link of network.links) {
      expect(byLink.get(linkKey(link.fromCode, link.toCode))?.size).toBeGreaterThanOrEqual(3);
    }
  });

  it('is the same every time', async () => {
    expect(await demoNetwork()).toEqual(network);
  });
});
