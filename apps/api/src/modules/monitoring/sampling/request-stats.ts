import { Injectable } from '@nestjs/common';
import { LatencyWindow } from '../domain/latency-window';
import { sample, type Sample } from '../domain/sample';

/** As long as a window of requests is, in ticks of a second. */
const TICKS = 10;
const SERVER_FAULT = 500;

/** How the requests to this process fare: told by the HTTP edge, read once a second. */
@Injectable()
export class RequestStats {
  private readonly window = new LatencyWindow(TICKS);

  readonly observe = ({ status, seconds }: { readonly status: number; readonly seconds: number }): void => {
    this.window.record(seconds * 1000, status >= SERVER_FAULT);
  };

  /** The last ten seconds; without a request nobody was slow and nothing failed. */
  read(): Sample[] {
    const { requests, faults } = this.window;
    const samples = [
      ...sample('http_requests_per_s', requests / TICKS),
      ...sample('http_error_ratio', requests === 0 ? 0 : faults / requests),
      ...sample('http_p99_s', (this.window.p99Ms() ?? 0) / 1000),
    ];
    this.window.turn();
    return samples;
  }
}
