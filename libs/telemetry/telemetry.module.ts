import { type DynamicModule, Global, Module } from '@nestjs/common';

import { Log } from './log';
import { Metrics } from './metrics';
import { PipelineMetrics } from './pipeline-metrics';
import { Traces } from './tracing/traces';

export interface TelemetryParts {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces?: Traces | undefined;
}

/** Global: `Log`, `Metrics`, `PipelineMetrics`, `Traces` (off unless given). The first two are made before the application, whose boot they already observe. */
@Global()
@Module({})
export class TelemetryModule {
  static forRoot({ log, metrics, traces = Traces.off }: TelemetryParts): DynamicModule {
    return {
      module: TelemetryModule,
      providers: [
        { provide: Log, useValue: log },
        { provide: Metrics, useValue: metrics },
        { provide: Traces, useValue: traces },
        { provide: PipelineMetrics, useFactory: () => new PipelineMetrics(metrics) },
      ],
      exports: [Log, Metrics, PipelineMetrics, Traces],
    };
  }
}
