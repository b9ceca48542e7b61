import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HEALTH_OPTIONS, type HealthOptions } from './health.options';
import { HealthService } from './health.service';
import { HealthController } from './http/health.controller';
import { HttpDrain } from './http-drain';
import { ManagementPort } from './management-port';
import { ProcessState } from './process-state';
import { Shutdown } from './shutdown';

/** Needs the global `Database`, `Log` and `Metrics`. */
@Module({})
export class HealthModule {
  static forRoot(options: HealthOptions): DynamicModule {
    return {
      module: HealthModule,
      // Its own log would write a line for each 503, as often as somebody probes.
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: [
        { provide: HEALTH_OPTIONS, useValue: options },
        ProcessState,
        HealthService,
        HttpDrain,
        ManagementPort,
        Shutdown,
      ],
      exports: [ProcessState, ManagementPort, HttpDrain, Shutdown],
    };
  }
}
