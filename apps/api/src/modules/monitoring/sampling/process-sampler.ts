import { Inject, Injectable } from '@nestjs/common';
import type { Sample } from '../domain/sample';
import { ConnectionStats } from './connection-stats';
import { CountedStats } from './counted-stats';
import { DatabaseStats } from './database-stats';
import { DiskStats } from './disk-stats';
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
    @Inject(DatabaseStats) private readonly database: DatabaseStats,
    @Inject(DiskStats) private readonly disks: DiskStats,
  ) {}

  async read(): Promise<Sample[]> {
    const looks = await Promise.all([this.connections.read(), this.counted.read(), this.disks.read()]);
    return [...this.runtime.read(), ...this.requests.read(), ...this.database.read(), ...looks.flat()];
  }
}
