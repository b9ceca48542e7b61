import type { StoredAnswer } from '#lib/idempotency';
import { page } from './page';
import { etagOf } from './preconditions';

/** An answer as data: the adapter writes it (see `write-reply.ts`). */
export class HttpReply {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>>,
    /** Set for a page that is not the last: becomes `Link: rel="next"` on the request's own URL. */
    readonly nextCursor?: string,
    /** Writes the body's JSON in place of `JSON.stringify`, for answers that are given thousands of times a second. */
    readonly serialize?: (body: object) => string,
  ) {}
}

export interface ReplyOptions {
  /** Becomes the entity tag. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly serialize?: (body: object) => string;
}

function headersOf(options: ReplyOptions, location?: string): Record<string, string> {
  const headers: Record<string, string> = options.headers === undefined ? {} : { ...options.headers };
  if (location !== undefined) headers.location = location;
  if (options.version !== undefined) headers.etag = etagOf(options.version);
  return headers;
}

/** The answers that handlers give. */
export const reply = {
  ok(body: unknown, options: ReplyOptions = {}): HttpReply {
    return new HttpReply(200, body, headersOf(options), undefined, options.serialize);
  },

  created(location: string, body: unknown, options: ReplyOptions = {}): HttpReply {
    return new HttpReply(201, body, headersOf(options, location), undefined, options.serialize);
  },

  /** The work goes on; `location` is where to ask for its progress. */
  accepted(location: string, body: unknown, options: ReplyOptions = {}): HttpReply {
    return new HttpReply(202, body, headersOf(options, location));
  },

  noContent(): HttpReply {
    return new HttpReply(204, undefined, {});
  },

  /** A page of up to `limit + 1` rows; `view` turns a row into its wire form. */
  page<Row>(
    rows: readonly Row[],
    limit: number,
    cursorOf: (row: Row) => string,
    view: (row: Row) => unknown = (row) => row,
  ): HttpReply {
    const { data, page_info } = page(rows, limit, cursorOf);
    return new HttpReply(200, { data: data.map(view), page_info }, {}, page_info.next_cursor ?? undefined);
  },

  /** The answer of `Idempotency.run`, the first time or again. */
  stored(answer: StoredAnswer, replayed: boolean): HttpReply {
    const headers = headersOf({ version: answer.version }, answer.location);
    if (replayed) headers['idempotency-replayed'] = 'true';
    return new HttpReply(answer.status, answer.body, headers);
  },

  /** Anything but JSON: a label, an image. */
  bytes(body: Buffer | string, contentType: string, options: ReplyOptions = {}): HttpReply {
    return new HttpReply(200, body, { ...headersOf(options), 'content-type': contentType });
  },

  /** One JSON text a line, for clients that asked with NDJSON. */
  ndjson(texts: readonly string[]): HttpReply {
    const lines = texts.map((text) => text + '\n').join('');
    return new HttpReply(200, lines, { 'content-type': 'application/x-ndjson; charset=utf-8' });
  },
};
