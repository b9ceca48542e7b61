import { Inject, Injectable } from '@nestjs/common';
import type { Sample } from '../domain/sample';
import { ConnectionStats } from './connection-stats';
import { CountedStats } from './counted-stats';
import { RequestStats } from './request-stats';
import { RuntimeStats } from './runtime-stats';

/** Everything that a process says of itself. */
@Injectable()
export class ProcessSampler {
  constructor(
    @Inject(RuntimeStats) private readonly runtime: RuntimeStats,
    @Inject(RequestStats) private readonly requests: RequestStats,
    @Inject(ConnectionStats) private readonly connections: ConnectionStats,
    @Inject(CountedStats) private readonly counted: CountedStats,
  ) {}

  async read(): Promise<Sample[]> {
    const [connections, counted] = await Promise.all([this.connections.read(), this.counted.read()]);
    return [...this.runtime.read(), ...this.requests.read(), ...connections, ...counted];
  }
}
