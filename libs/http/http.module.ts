import { type DynamicModule, Module } from '@nestjs/common';
import { DocsController, OPENAPI_INFO } from './openapi/docs.controller';
import type { OpenApiInfo } from './openapi/document';

/** The API's own description: `/openapi.json` and `/docs`. */
@Module({})
export class HttpModule {
  static forRoot(info: OpenApiInfo): DynamicModule {
    return {
      module: HttpModule,
      controllers: [DocsController],
      providers: [{ provide: OPENAPI_INFO, useValue: info }],
    };
  }
}
