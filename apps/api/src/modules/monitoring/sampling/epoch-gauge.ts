import { Metrics } from '#lib/telemetry';
import { RoutingFacade } from '#module/routing';
import { Inject, Injectable } from '@nestjs/common';

/** Shows on /metrics for how long this process has computed routes on an epoch that is not the newest. */
@Injectable()
export class EpochGauge {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(RoutingFacade) routing: RoutingFacade) {
    metrics.sampled({
      name: 'traffic_epoch_age_seconds',
      help: 'For how long routes have been computed on an epoch of the network that is not the newest; 0 on the newest',
      labels: {},
      sample: () => [[{}, routing.epochAgeS()]],
    });
  }
}
