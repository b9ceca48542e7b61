import { type DynamicModule, Module } from '@nestjs/common';
import { Admission } from './admission/admission';
import { DocsController, OPENAPI_INFO } from './openapi/docs.controller';
import type { OpenApiInfo } from './openapi/document';

/** The API's own description, `/openapi.json` and `/docs`; and, for all, the `Admission` that watches the queues behind it. */
@Module({})
export class HttpModule {
  static forRoot(info: OpenApiInfo, admission: Admission): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      controllers: [DocsController],
      providers: [
        { provide: OPENAPI_INFO, useValue: info },
        { provide: Admission, useValue: admission },
      ],
      exports: [Admission],
    };
  }
}
