import { statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { sample, type Sample } from '../domain/sample';
import { MONITORING_OPTIONS, type MonitoringOptions } from '../monitoring.options';

/** Disks fill slowly; a look is two system calls. */
const READINGS_BETWEEN = 3;

/** How full the disks are that somebody named. A folder that is not there has no series: it is another machine's. */
@Injectable()
export class DiskStats {
  private readings = 0;

  constructor(@Inject(MONITORING_OPTIONS) private readonly options: MonitoringOptions) {}

  async read(): Promise<Sample[]> {
    if (this.readings++ % READINGS_BETWEEN !== 0) return [];
    const looks = this.options.disks.map(async (folder) => sample('disk_used_ratio', await used(folder), { folder }));
    return (await Promise.all(looks)).flat();
  }
}

/** As `df` counts: what only root may use is nobody's. */
async function used(folder: string): Promise<number | undefined> {
  const stat = await statfs(folder).catch(() => undefined);
  if (stat === undefined) return undefined;
  const taken = stat.blocks - stat.bfree;
  return taken + stat.bavail === 0 ? undefined : taken / (taken + stat.bavail);
}
