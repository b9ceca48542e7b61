import { Admission, configureHttp, createHttpAdapter } from '#lib/http';
import { Settings } from '#lib/settings';
import { admissionMetrics, httpLog, httpMetrics, NestLog } from '#lib/telemetry';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppParts } from './app.module';

/** The application, composed but not yet initialised: it has opened its pools and listens nowhere. */
export async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const { env, log, metrics } = parts;
  const admission: Admission = new Admission({
    targetMs: (): number => settings.current().http.shedAboveMs,
    random: Math.random,
  });
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(parts, admission),
    createHttpAdapter({ trustProxy: env.trustProxy, admission }),
    { logger: new NestLog(log), abortOnError: false },
  );
  const settings: Settings = app.get(Settings);
  admissionMetrics(metrics, (priority) => admission.shareOf(priority));
  configureHttp(app, {
    log: httpLog(log),
    metrics: httpMetrics(metrics),
    linesPerSecond: () => settings.current().http.accessLogSampleAbove,
  });
  return app;
}
