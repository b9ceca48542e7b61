import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HttpAdapter } from './edge/http-adapter';
import { observe, type EdgeObservers } from './edge/observe';
import type { Route } from './edge/route-table';
import { openApiDocument, type OpenApiInfo } from './openapi/document';
import { ProblemFilter } from './problem/problem.filter';

/** Gives an application its problem documents, access log, metrics and traces. Call before `app.init()` or `app.listen()`. */
export function configureHttp(app: NestFastifyApplication, observers: EdgeObservers): void {
  const adapter = adapterOf(app);
  app.useGlobalFilters(new ProblemFilter(adapter.routes, observers.log));
  observe(adapter.getInstance(), observers);
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
