import { Database } from '#lib/database';
import { isUuid, type Context } from '#lib/kernel';
import { GatewayFacade } from '#module/gateway';
import { Inject, Injectable } from '@nestjs/common';
import { actorIdOf, type Entry, type EntryFilter } from '../domain/entry';
import { listEntries } from '../persistence/entry.repository';

/** An entry with the name of who did it; null when there is nobody of that id any more. */
export type NamedEntry = Entry & { readonly actorName: string | null };

/** Who changed what. */
@Injectable()
export class ReadAudit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(GatewayFacade) private readonly gateway: GatewayFacade,
  ) {}

  /** Newest first. */
  async page(ctx: Context, filter: EntryFilter, take: number): Promise<NamedEntry[]> {
    const entries = await listEntries(this.database.statements(ctx), filter, take);
    const ids = new Set(entries.map(({ actor }) => actorIdOf(actor)).filter(isUuid));
    const names = await this.gateway.namesOf(ctx, [...ids]);
    return entries.map((entry) => ({ ...entry, actorName: names.get(actorIdOf(entry.actor)) ?? null }));
  }
}
