import { DatabaseModule } from '#lib/database';
import { configureHttp, createHttpAdapter } from '#lib/http';
import { httpLog, httpMetrics, Log, Metrics, TelemetryModule } from '#lib/telemetry';
import { cloneTemplate } from '#lib/testing';
import { Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthModule } from '../health.module';

const HOST = '127.0.0.1';

@Module({})
class TestModule {}

/** A process that listens, with its probes and whatever a test adds, over a database of its own. */
export interface ProbedApp {
  readonly app: NestFastifyApplication;
  /** Takes the database away, from under the process too. */
  readonly drop: () => Promise<void>;
}

export async function startProbed(
  probePeriodMs: number,
  parts: Pick<ModuleMetadata, 'controllers' | 'providers'> = {},
): Promise<ProbedApp> {
  const log = Log.create({ level: 'silent' });
  const metrics = new Metrics();
  const { url, drop } = await cloneTemplate();
  const database = { url, poolSize: 2, prepared: true, applicationName: 'test', onWatchError: () => undefined };
  const imports = [
    DatabaseModule.forRoot(database),
    TelemetryModule.forRoot({ log, metrics }),
    HealthModule.forRoot({ management: { host: HOST, port: 0 }, probePeriodMs }),
  ];
  const root = { module: TestModule, imports, ...parts };
  const app = await NestFactory.create<NestFastifyApplication>(root, createHttpAdapter(), { logger: false });
  configureHttp(app, { log: httpLog(log), metrics: httpMetrics(metrics) });
  await app.listen(0, HOST);
  return { app, drop };
}
