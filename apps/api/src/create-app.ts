import { Admission, configureHttp, createHttpAdapter, NODE_TIMING, QUEUED } from '#lib/http';
import { Settings } from '#lib/settings';
import { httpLog, httpMetrics, httpSpans, NestLog, Traces, waitingMetrics } from '#lib/telemetry';
import { Shutdown } from '#module/health';
import { RequestStats } from '#module/monitoring';
import { LiveEvents } from '#module/operations';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppParts } from './app.module';

/** The application, composed but not yet initialised: it has opened its pools and listens nowhere. */
export async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const { env, log, metrics, traces = Traces.off } = parts;
  const admission: Admission = new Admission({
    patienceMs: (): number => settings.current().http.shedAboveMs,
    timing: NODE_TIMING,
  });
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(parts, admission),
    createHttpAdapter({ trustProxy: env.trustProxy, admission, samplesTrace: traces.samplesRoot }),
    { logger: new NestLog(log), abortOnError: false },
  );
  const settings: Settings = app.get(Settings);
  waitingMetrics(metrics, QUEUED, (priority) => admission.waiting(priority));
  const [count, stats] = [httpMetrics(metrics), app.get(RequestStats, { strict: false })];
  const traced = httpSpans(traces);
  configureHttp(app, {
    log: httpLog(log),
    ...(traced !== undefined && { traced }),
    metrics: (request) => {
      count(request);
      stats.observe(request);
    },
    linesPerSecond: () => settings.current().http.accessLogSampleAbove,
  });
  const live = app.get(LiveEvents, { strict: false });
  app.get(Shutdown, { strict: false }).alsoEnd(() => live.end());
  return app;
}
