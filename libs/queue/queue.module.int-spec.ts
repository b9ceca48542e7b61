import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { testRedis } from '#lib/testing';
import { describe, expect, it, vi } from 'vitest';
import { defineJob, type JobHandler } from './job-definition';
import { QueueModule } from './queue.module';
import { Queues } from './queues';

const pay = defineJob<{ workId: string }>({ queue: 'payment', name: 'pay-orders', concurrency: 1 });

@Module({})
class TestModule {}

describe('the queue module', () => {
  async function compose(handlers: readonly JobHandler<{ workId: string }>[], runWorkers = true) {
    const { url, prefix } = await testRedis();
    const imports = [
      QueueModule.forRoot({ redisUrl: url, prefix, runWorkers, onError: () => undefined }),
      QueueModule.forFeature([pay]),
    ];
    const root = { module: TestModule, imports };
    const app = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false }).catch(
      (error: unknown) => error as Error,
    );
    if (app instanceof Error) throw app;
    for (const handler of handlers) app.get(Queues).process(pay, handler);
    return app;
  }

  it.each([true, false])('keeps an application with a job without a handler from starting (workers: %s)', async (workers) => {
    await expect(compose([], workers)).rejects.toThrow(/job "pay-orders" has no handler/);
  });
});
