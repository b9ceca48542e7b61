import { type DynamicModule, Module } from '@nestjs/common';
import { Drain } from './drain';
import { GRPC_LOG, type GrpcLog } from './observe';

/** Global: what controllers over gRPC need. Needs a global `CALL_GATE`. */
@Module({})
export class GrpcModule {
  static forRoot(log: GrpcLog): DynamicModule {
    return {
      module: GrpcModule,
      global: true,
      providers: [Drain, { provide: GRPC_LOG, useValue: log }],
      exports: [Drain, GRPC_LOG],
    };
  }
}
