import { Inject, Injectable } from '@nestjs/common';
import type { Queryable, Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { CurrentNetwork } from './current-network';
import type { Position } from './domain/great-circle';
import type { Facility, FacilityKind, Link, Zone } from './domain/network';
import type { ImportedNetwork, NetworkImport } from './domain/network-import';
import type { OrderRoute, PlanRequest, RoutePlan } from './domain/route-plan';
import type { ZoneHit } from './domain/zone-index';
import { FacilityRepository } from './persistence/facility.repository';
import { LinkRepository } from './persistence/link.repository';
import { RoutePlanRepository } from './persistence/route-plan.repository';
import { ZoneRepository } from './persistence/zone.repository';
import { ImportNetwork } from './use-cases/import-network';

/**
 * What other modules may ask of the network. Everything but plans and imports is answered at once from memory, on the
 * network as it was at most 250 ms ago; answers come in the order of the requests.
 */
@Injectable()
export class RoutingFacade {
  constructor(
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
    @Inject(RoutePlanRepository) private readonly plans: RoutePlanRepository,
    @Inject(FacilityRepository) private readonly facilities: FacilityRepository,
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(ZoneRepository) private readonly zones: ZoneRepository,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(ImportNetwork) private readonly importUseCase: ImportNetwork,
  ) {}

  /** The version of the network that this process answers from. */
  epoch(): number {
    return this.network.snapshot().epoch;
  }

  /** For how many seconds this process has computed on an epoch that is not the newest. */
  epochAgeS(): number {
    return this.network.ageS();
  }

  /** The zone of each point: the nearest centre among the circles of its country that cover it; undefined for none. */
  locate(points: readonly (Position & { readonly country: string })[]): (ZoneHit | undefined)[] {
    const snapshot = this.network.snapshot();
    return points.map((point) => snapshot.locate(point.lat, point.lng, point.country));
  }

  /** Those of `facilityIds` from which the zone can be reached, least driving time first. */
  rankOrigins(zoneId: string, facilityIds: readonly string[]): string[] {
    return this.network.snapshot().rankOrigins(zoneId, facilityIds);
  }

  /** All plans of one call are of one epoch; undefined where the zone is not served or cannot be reached. */
  plan(requests: readonly PlanRequest[]): (RoutePlan | undefined)[] {
    const snapshot = this.network.snapshot();
    const { lastMileSpeedMps } = this.settings.current().routing;
    return requests.map((request) => snapshot.plan(request, lastMileSpeedMps));
  }

  /** Stores the plans of orders that the caller holds locked; an order that has one is re-routed. */
  savePlans(_ctx: Context, tx: Tx, plans: readonly OrderRoute[]): void {
    this.plans.save(tx, plans);
  }

  /** In no particular order; orders without a plan are absent. */
  findPlans(_ctx: Context, db: Queryable, orderIds: readonly string[]): Promise<OrderRoute[]> {
    return this.plans.find(db, orderIds);
  }

  facility(id: string): Facility | undefined {
    return this.network.snapshot().facility(id);
  }

  link(id: number): Link | undefined {
    return this.network.snapshot().link(id);
  }

  /** A zone that is served now. */
  zone(id: string): Zone | undefined {
    return this.network.snapshot().zone(id);
  }

  /** The links as the database has them, kept from being deleted until `tx` ends; unknown ids are absent. */
  holdLinks(_ctx: Context, tx: Tx, ids: readonly number[]): Promise<Link[]> {
    return this.links.hold(tx, ids);
  }

  /** Keeps a facility from being deleted until `tx` ends and tells its kind; undefined when the database has none. */
  holdFacility(_ctx: Context, tx: Tx, id: string): Promise<FacilityKind | undefined> {
    return this.facilities.hold(tx, id);
  }

  /** Keeps zones from being deleted until `tx` ends, also those newer than this process's network; unknown ones and those not served are absent. */
  holdZones(_ctx: Context, tx: Tx, ids: readonly string[]): Promise<string[]> {
    return this.zones.hold(tx, ids);
  }

  /** Writes a whole network; what exists already (by code, links by their ends) stays as it is. */
  importNetwork(ctx: Context, tx: Tx, network: NetworkImport): Promise<ImportedNetwork> {
    return this.importUseCase.execute(ctx, tx, network);
  }

  /** Calls `listener` with every new epoch, and tells the zones that more facilities reach than before; it must not throw. */
  onChange(listener: (zonesWithNewWays: readonly string[]) => void): void {
    this.network.onChange(listener);
  }

  /** Resolves when this process has seen every change of the network that was committed before the call. */
  refresh(): Promise<void> {
    return this.network.refresh();
  }
}
