import type { DataProvider, GetListParams, RaRecord } from 'react-admin';
import { create } from '../api/create';
import { ApiError, StaleError } from '../api/problem';
import { call, read } from '../api/request';
import { changes, queryOf } from './wire-form';
import { CursorMemory, type CursorPage } from './cursor-memory';
import { pathOf, type ResourcePath } from './resource-paths';

type Row = Record<string, unknown>;

const cursors = new CursorMemory();
/** So many records are read one by one at most; a page shows no more. */
const MANY = 100;

/** react-admin over the API: lists without counts, changes under `If-Match`, creations with a key. */
export const dataProvider = {
  async getList(resource: string, params: GetListParams & { readonly signal?: AbortSignal }) {
    const path = pathOf(resource);
    const { page = 1, perPage = 25 } = params.pagination ?? {};
    const query = queryOf({ ...(path.query ?? asIs)(params.filter as Row), limit: perPage });
    const found = await cursors.page<Row>(`${path.path}?${query}`, page, (cursor) =>
      read<CursorPage<Row>>(
        `${path.path}?${cursor === undefined ? query : `${query}&${queryOf({ cursor })}`}`,
        params.signal,
      ),
    );
    return {
      data: found.data.map((row) => record(path, row)),
      pageInfo: { hasNextPage: found.page_info.has_next_page, hasPreviousPage: page > 1 },
    };
  },

  async getOne(resource: string, { id, meta }: { id: unknown; meta?: { query?: Row } }) {
    const path = pathOf(resource);
    const query = meta?.query === undefined ? '' : `?${queryOf(meta.query)}`;
    return { data: record(path, await read<Row>(`${address(path, id)}${query}`)) };
  },

  /** References that are gone are left out, so that one of them does not empty the page. */
  async getMany(resource: string, { ids }: { ids: readonly unknown[] }) {
    const path = pathOf(resource);
    const found = await Promise.all(
      [...new Set(ids)].slice(0, MANY).map((id) =>
        read<Row>(address(path, id)).catch((error: unknown) => {
          if (error instanceof ApiError && error.status === 404) return undefined;
          throw error;
        }),
      ),
    );
    return { data: found.filter((row) => row !== undefined).map((row) => record(path, row)) };
  },

  async getManyReference(resource: string, params: GetListParams & { target: string; id: unknown }) {
    const filter = { ...(params.filter as Row), [params.target]: params.id };
    return dataProvider.getList(resource, { ...params, filter });
  },

  async create(resource: string, { data }: { data: Row }) {
    const path = pathOf(resource);
    const { body } = await create<Row>(path.path, data);
    return { data: record(path, body) };
  },

  async update(resource: string, params: { id: unknown; data: Row; previousData: Row }) {
    const path = pathOf(resource);
    const version = Number(params.previousData['version']);
    const at = address(path, params.id);
    const body = changes(params.previousData, params.data);
    const answer = await orStale(path, at, () => call<Row>('PATCH', at, { body, version }));
    return { data: record(path, answer.body) };
  },

  async delete(resource: string, params: { id: unknown; previousData?: Row }) {
    const path = pathOf(resource);
    const at = address(path, params.id);
    const version = Number(params.previousData?.['version']);
    await orStale(path, at, () => call('DELETE', at, { version }));
    return { data: { ...params.previousData, id: params.id } };
  },

  updateMany: () => Promise.reject(new Error('Changes to many go through commands that answer one result per item')),
  deleteMany: () => Promise.reject(new Error('Changes to many go through commands that answer one result per item')),
} as unknown as DataProvider;

function asIs(filter: Row): Row {
  return filter;
}

function record({ idOf = 'id' }: ResourcePath, row: Row): RaRecord {
  return { ...row, id: row[idOf] as string };
}

function address({ path }: ResourcePath, id: unknown): string {
  return `${path}/${encodeURIComponent(String(id))}`;
}

/** A refused change of something that has moved on brings along what it is now. */
async function orStale<Result>(path: ResourcePath, at: string, change: () => Promise<Result>): Promise<Result> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 412 || path.listOnly === true) throw error;
    throw new StaleError(error.problem, record(path, await read<Row>(at)));
  }
}
