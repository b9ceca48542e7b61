import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HttpAdapter } from './edge/http-adapter';
import { observe, type HttpLog, type HttpMetrics } from './edge/observe';
import type { Route } from './edge/route-table';
import { openApiDocument, type OpenApiInfo } from './openapi/document';
import { ProblemFilter } from './problem/problem.filter';

export interface HttpObservers {
  readonly log: HttpLog;
  readonly metrics: HttpMetrics;
  /** Lines of the access log per second; 500 where nothing is said. */
  readonly linesPerSecond?: () => number;
}

/** Gives an application its problem documents, access log and metrics. Call before `app.init()` or `app.listen()`. */
export function configureHttp(app: NestFastifyApplication, { log, metrics, linesPerSecond }: HttpObservers): void {
  const adapter = adapterOf(app);
  app.useGlobalFilters(new ProblemFilter(adapter.routes, log));
  observe(adapter.getInstance(), log, metrics, linesPerSecond);
}

/** Every route that the server answers, with its declaration. Complete once the application is initialised. */
export function enumerateRoutes(app: NestFastifyApplication): readonly Route[] {
  return adapterOf(app).routes.list();
}

/** The OpenAPI 3.1 document of an initialised application. */
export function buildOpenApi(app: NestFastifyApplication, info: OpenApiInfo): Record<string, unknown> {
  return openApiDocument(enumerateRoutes(app), info);
}

function adapterOf(app: NestFastifyApplication): HttpAdapter {
  const adapter: unknown = app.getHttpAdapter();
  if (adapter instanceof HttpAdapter) return adapter;
  throw new Error('The application must be created with createHttpAdapter()');
}
