import type { ApiClient } from './api-client';
import type { Link } from './scan-steps';

/** What the players know of the country before they begin. */
export interface Country {
  readonly zones: readonly { readonly lat: number; readonly lng: number; readonly radius_m: number }[];
  readonly skus: readonly string[];
  readonly links: ReadonlyMap<number, Link>;
  /** Client ids by courier. */
  readonly courierClients: ReadonlyMap<string, string>;
}

const PAGE = 200;
const MAX_PAGES = 100;

interface Page<Item> {
  readonly data: readonly Item[];
  readonly page_info: { readonly next_cursor: string | null };
}

/** Reads it with an operator's eyes. */
export async function readCountry(operator: ApiClient): Promise<Country> {
  const [zones, skus, links, clients] = await Promise.all([
    readAll<{ lat: number; lng: number; radius_m: number; country: string; active: boolean }>(operator, '/v1/zones'),
    readAll<{ sku: string }>(operator, '/v1/skus'),
    readAll<Link>(operator, '/v1/links'),
    readAll<{ client_id: string; courier_id: string | null }>(operator, '/v1/clients?role=courier'),
  ]);
  return {
    zones: zones.filter((zone) => zone.active && zone.country === 'CN'),
    skus: skus.map(({ sku }) => sku),
    links: new Map(links.map((link) => [link.id, link])),
    courierClients: new Map(
      clients.flatMap((one) => (one.courier_id === null ? [] : [[one.courier_id, one.client_id]])),
    ),
  };
}

async function readAll<Item>(api: ApiClient, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = `${path.includes('?') ? '&' : '?'}limit=${PAGE}${next}`;
    const answer = await api.get<Page<Item>>(path + query);
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    items.push(...answer.body.data);
    const cursor = answer.body.page_info.next_cursor;
    if (cursor === null) break;
    next = `&cursor=${encodeURIComponent(cursor)}`;
  }
  return items;
}
