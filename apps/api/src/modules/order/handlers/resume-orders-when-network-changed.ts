import { Database, resumeParked, statement, VersionWatch } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

const PAGE = 10_000;

const WAITING = statement(
  'order.waiting-for-route',
  `select order_id from parked where reason = 'route' order by order_id limit ${PAGE} for update skip locked`,
);

/** A changed network may have a way for orders that had none: they are tried again, oldest first. */
@Injectable()
export class ResumeOrdersWhenNetworkChanged implements OnApplicationBootstrap {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const ctx = systemContext('resume-route');
    await this.watch.subscribe('network', () =>
      this.database.transaction(ctx, async (tx) => {
        const rows = await tx.query<{ order_id: string }>(WAITING);
        await resumeParked(
          tx,
          'fulfilment',
          rows.map((row) => row.order_id),
        );
      }),
    );
  }
}
