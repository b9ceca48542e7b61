/** What the HTTP edge accepts at most. Every queue, buffer and wait behind the listening socket is bounded by one of these. */

const KIB = 1024;
const MIB = 1024 * KIB;

/** A request body where the route says nothing else. */
export const BODY_LIMIT_BYTES = MIB;
/** A bulk request: 1,000 orders of up to 8 KiB. */
export const BULK_BODY_LIMIT_BYTES = 8 * MIB;
/** Objects and arrays nested in a JSON document. */
export const JSON_DEPTH_LIMIT = 64;
/** All header lines of a request together. */
export const HEADER_LIMIT_BYTES = 16 * KIB;
/** One path parameter, decoded. */
export const PATH_PARAMETER_LIMIT = 256;
/** Field errors that one problem lists. */
export const FIELD_ERROR_LIMIT = 50;

/** All headers must have arrived by then. */
export const HEADERS_TIMEOUT_MS = 5_000;
/** The whole request must have arrived by then. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** How often both are checked, and how often unread answers are looked for. */
export const TIMEOUT_CHECK_MS = 1_000;
/** Longer than the 60 s after which common balancers close an idle connection, so that they close first. */
export const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/** An answer that its reader has not taken by then is dropped with its connection. */
export const ANSWER_TIMEOUT_MS = 15_000;
/** Connections of one process; the next one is closed at once. */
export const CONNECTION_LIMIT = 20_000;

/** Access log lines per second; above it, only faults are sure to be logged. */
export const ACCESS_LOG_PER_SECOND = 500;

/** Items of a list page. */
export const PAGE_LIMIT = 200;
export const PAGE_DEFAULT = 50;
