import { Database } from '#lib/database';
import { REDIS } from '#lib/redis';
import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { sample, type Sample } from '../domain/sample';

const PING_MS = 500;

/** Whether what the process depends on answers, and how much of its pool is in use. */
@Injectable()
export class ConnectionStats {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(REDIS) private readonly redis: Redis,
  ) {}

  async read(): Promise<Sample[]> {
    const { total, idle, waiting, size } = this.database.poolUse();
    return [
      ...sample('redis_up', (await this.redisAnswers()) ? 1 : 0),
      ...sample('pool_used_ratio', (total - idle) / size),
      ...sample('pool_waiting', waiting),
    ];
  }

  private async redisAnswers(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), PING_MS);
    });
    const answer = this.redis.ping().then(
      () => true,
      () => false,
    );
    const answered = await Promise.race([answer, late]);
    clearTimeout(timer);
    return answered;
  }
}
