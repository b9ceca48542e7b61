import { Inject, Injectable, Module, type INestApplicationContext, type OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { testRedis } from '#lib/testing';
import { describe, expect, it, vi } from 'vitest';
import { defineJob, type JobHandler } from './job-definition';
import { QueueModule } from './queue.module';
import { Queues } from './queues';

const pay = defineJob<{ workId: string }>({ queue: 'payment', name: 'pay-orders', concurrency: 1 });
const HANDLERS = Symbol('Handlers');

/** Binds handlers as the processors of a module do. */
@Injectable()
class Processor implements OnModuleInit {
  constructor(
    @Inject(Queues) private readonly queues: Queues,
    @Inject(HANDLERS) private readonly handlers: readonly JobHandler<{ workId: string }>[],
  ) {}

  onModuleInit(): void {
    for (const handler of this.handlers) this.queues.process(pay, handler);
  }
}

@Module({})
class TestModule {}

async function boot(
  handlers: readonly JobHandler<{ workId: string }>[],
  runWorkers = true,
): Promise<INestApplicationContext> {
  const { url, prefix } = await testRedis();
  const imports = [
    QueueModule.forRoot({
      redisUrl: url,
      prefix,
      workerName: 'test',
      runWorkers,
      onError: () => undefined,
      onCanary: () => undefined,
    }),
    QueueModule.forFeature([pay]),
  ];
  const root = { module: TestModule, imports, providers: [Processor, { provide: HANDLERS, useValue: handlers }] };
  return NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
}

const nothing = () => Promise.resolve();

describe('an application with queues', () => {
  it.each([true, false])('does not start with a job that nobody handles (workers: %s)', async (runWorkers) => {
    await expect(boot([], runWorkers)).rejects.toThrow(/job "pay-orders" has no handler/);
  });

  it('does not start with a job that two handle', async () => {
    await expect(boot([nothing, nothing])).rejects.toThrow(/job "pay-orders" has two handlers/);
  });

  it('works off what is added, and lets the running job end when it closes', async () => {
    let finish: () => void = () => undefined;
    const order: string[] = [];
    const begun = vi.fn();
    const app = await boot([
      async () => {
        begun();
        await new Promise<void>((resolve) => (finish = resolve));
        order.push('finished');
      },
    ]);
    await vi.waitFor(() => app.get(Queues).addBulk('payment', [{ id: 'payment-a-1', data: { workId: 'a' } }]));
    await vi.waitFor(() => expect(begun).toHaveBeenCalledOnce());
    const closed = app.close().then(() => order.push('closed'));
    await testRedis(); // time enough for a close that does not wait
    finish();
    await closed;
    expect(order).toEqual(['finished', 'closed']);
  });

  it('leaves messages alone in a process without the role', async () => {
    const handler = vi.fn(nothing);
    const app = await boot([handler], false);
    const queues = app.get(Queues);
    await vi.waitFor(() => queues.addBulk('payment', [{ id: 'payment-a-1', data: { workId: 'a' } }]));
    expect(await queues.counts('payment')).toEqual({ waiting: 1, active: 0, paused: false });
    await app.close();
    expect(handler).not.toHaveBeenCalled();
  });
});
