/**
 * Http: the manners of the HTTP edge. A route is declared once as data (`endpoint`); validation, guards, documentation
 * and tests all read that declaration.
 *
 * Invariants: nothing unvalidated reaches a handler; every refusal is a problem document (RFC 9457); no input of a client
 * makes a 5xx; every buffer and wait is bounded by `limits.ts`.
 */
export { Admission, NODE_TIMING, QUEUED } from './admission/admission';
export type { Queued } from './admission/admission';
export type { AdmissionOptions } from './admission/admission';
export { buildOpenApi, configureHttp, enumerateRoutes } from './configure-http';
export { createHttpAdapter } from './edge/http-adapter';
export type { HttpAdapterOptions } from './edge/http-adapter';
export type { AccessEntry, CountedRequest, EdgeObservers, HttpLog, HttpMetrics, TracedRequest } from './edge/observe';
export type { Route } from './edge/route-table';
export { authOf, endpoint, operationId, operationOf, specOf } from './endpoint';
export type { Auth, EndpointSpec, InputOf, RouteDeclaration } from './endpoint';
export { Endpoint } from './endpoint.decorator';
export { HttpModule } from './http.module';
export { Input } from './input';
export { parseJsonText } from './json/parse';
export type { JsonResult } from './json/parse';
export { BULK_BODY_LIMIT_BYTES } from './limits';
export { encodeCursor, pageOf, pageQuery } from './page';
export type { Page } from './page';
export { parseIfMatch, requireVersion, staleVersion } from './preconditions';
export type { OpenApiInfo } from './openapi/document';
export { itemProblem } from './problem/item-problem';
export type { Problem } from './problem/problem';
export { problemOf } from './problem/problem-of';
export type { ItemProblem } from './problem/item-problem';
export { problemStatusesOf } from './problem/statuses-of';
export { HttpReply, reply } from './reply';
export type { ReplyOptions } from './reply';
export { Ctx } from './request';
export { isStorableText, text } from './text';
export { validate } from './validate';
export type { Validated } from './validate';
