import { type DynamicModule, Global, Module } from '@nestjs/common';

import { Log } from './log';
import { Metrics } from './metrics';
import { PipelineMetrics } from './pipeline-metrics';

/** Global: `Log`, `Metrics`, `PipelineMetrics`. Both are made before the application, whose boot they already observe. */
@Global()
@Module({})
export class TelemetryModule {
  static forRoot({ log, metrics }: { readonly log: Log; readonly metrics: Metrics }): DynamicModule {
    return {
      module: TelemetryModule,
      providers: [
        { provide: Log, useValue: log },
        { provide: Metrics, useValue: metrics },
        { provide: PipelineMetrics, useFactory: () => new PipelineMetrics(metrics) },
      ],
      exports: [Log, Metrics, PipelineMetrics],
    };
  }
}
