import { configureHttp, createHttpAdapter } from '#lib/http';
import { Settings } from '#lib/settings';
import { httpLog, httpMetrics, NestLog } from '#lib/telemetry';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppParts } from './app.module';

/** The application, composed but not yet initialised: it has opened its pools and listens nowhere. */
export async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const { env, log, metrics } = parts;
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(parts),
    createHttpAdapter({ trustProxy: env.trustProxy }),
    { logger: new NestLog(log), abortOnError: false },
  );
  const settings = app.get(Settings);
  configureHttp(app, {
    log: httpLog(log),
    metrics: httpMetrics(metrics),
    linesPerSecond: () => settings.current().http.accessLogSampleAbove,
  });
  return app;
}
