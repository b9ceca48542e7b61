import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { GrowthWindow } from '../domain/growth-window';
import { sample, type Sample } from '../domain/sample';

const RESOLUTION_MS = 20;
const NS_PER_S = 1e9;
const US_PER_S = 1e6;

/** How the process itself fares. Everything here is counted by the runtime anyway and only read. */
@Injectable()
export class RuntimeStats implements OnApplicationShutdown {
  private readonly delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private readonly collections = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) this.pauseMs = Math.max(this.pauseMs, duration);
  });
  private readonly oldSpace = new GrowthWindow();
  private pauseMs = 0;
  private cpu = process.cpuUsage();
  private atMs = performance.now();

  constructor() {
    this.delay.enable();
    this.collections.observe({ entryTypes: ['gc'] });
  }

  onApplicationShutdown(): void {
    this.delay.disable();
    this.collections.disconnect();
  }

  /** Since the last reading. */
  read(): Sample[] {
    const oldSpaceBytes = getHeapSpaceStatistics().find(
      ({ space_name: name }) => name === 'old_space',
    )?.space_used_size;
    this.oldSpace.add(Date.now(), oldSpaceBytes ?? 0);
    const samples = [
      ...sample('event_loop_p99_s', Math.max(0, this.delay.percentile(99) / NS_PER_S - RESOLUTION_MS / 1000)),
      ...sample('gc_pause_s', this.pauseMs / 1000),
      ...sample('old_space_bytes', oldSpaceBytes),
      ...sample('old_space_growth', this.oldSpace.growth()),
      ...sample('rss_bytes', process.memoryUsage.rss()),
      ...sample('cpu_ratio', this.cpuRatio()),
    ];
    this.delay.reset();
    this.pauseMs = 0;
    return samples;
  }

  /** Of one core. */
  private cpuRatio(): number {
    const [used, nowMs] = [process.cpuUsage(this.cpu), performance.now()];
    const ratio = (used.user + used.system) / US_PER_S / ((nowMs - this.atMs) / 1000);
    this.cpu = process.cpuUsage();
    this.atMs = nowMs;
    return ratio;
  }
}
