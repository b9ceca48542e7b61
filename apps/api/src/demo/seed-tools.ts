import { Database } from '#lib/database';
import { type Context, systemContext } from '#lib/kernel';
import { DispatchFacade } from '#module/dispatch';
import { GatewayFacade } from '#module/gateway';
import { PaymentFacade } from '#module/payment';
import { RoutingFacade } from '#module/routing';
import { TransportFacade } from '#module/transport';
import { WarehouseFacade } from '#module/warehouse';
import { NestFactory } from '@nestjs/core';
import { SeedModule, type SeedTarget } from './seed.module';

/** The faces through which a seed writes; it touches nobody's tables. */
export interface SeedTools {
  readonly ctx: Context;
  readonly database: Database;
  readonly gateway: GatewayFacade;
  readonly payment: PaymentFacade;
  readonly warehouse: WarehouseFacade;
  readonly routing: RoutingFacade;
  readonly transport: TransportFacade;
  readonly dispatch: DispatchFacade;
}

/** Opens the modules on a migrated database, lets `work` use them, and closes them whatever happens. */
export async function withSeedTools<T>(target: SeedTarget, work: (tools: SeedTools) => Promise<T>): Promise<T> {
  const app = await NestFactory.createApplicationContext(SeedModule.forRoot(target), { logger: ['error', 'warn'] });
  try {
    return await work({
      ctx: systemContext('seed'),
      database: app.get(Database),
      gateway: app.get(GatewayFacade),
      payment: app.get(PaymentFacade),
      warehouse: app.get(WarehouseFacade),
      routing: app.get(RoutingFacade),
      transport: app.get(TransportFacade),
      dispatch: app.get(DispatchFacade),
    });
  } finally {
    await app.close();
  }
}
