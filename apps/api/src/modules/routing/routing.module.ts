import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CurrentNetwork } from './current-network';
import { RouteServiceController } from './grpc/route-service.controller';
import { FacilitiesController } from './http/facilities.controller';
import { LinksController } from './http/links.controller';
import { RoutesController } from './http/routes.controller';
import { ZonesController } from './http/zones.controller';
import { FacilityEntity } from './persistence/facility.entity';
import { FacilityRepository } from './persistence/facility.repository';
import { LinkEntity } from './persistence/link.entity';
import { LinkRepository } from './persistence/link.repository';
import { NetworkImportRepository } from './persistence/network-import.repository';
import { NetworkReader } from './persistence/network.reader';
import { RoutePlanRepository } from './persistence/route-plan.repository';
import { ZoneEntity } from './persistence/zone.entity';
import { ZoneRepository } from './persistence/zone.repository';
import { RouteWatch } from './jobs/route-watch';
import { RoutingFacade } from './routing.facade';
import { ChangeFacility } from './use-cases/change-facility';
import { ChangeLink } from './use-cases/change-link';
import { ChangeZone } from './use-cases/change-zone';
import { ComputeRoute } from './use-cases/compute-route';
import { ComputeRoutes } from './use-cases/compute-routes';
import { CreateFacility } from './use-cases/create-facility';
import { CreateLink } from './use-cases/create-link';
import { CreateZone } from './use-cases/create-zone';
import { FollowRoute } from './use-cases/follow-route';
import { GetFacility } from './use-cases/get-facility';
import { GetLink } from './use-cases/get-link';
import { GetZone } from './use-cases/get-zone';
import { ImportNetwork } from './use-cases/import-network';
import { ListFacilities } from './use-cases/list-facilities';
import { ListLinks } from './use-cases/list-links';
import { ListZones } from './use-cases/list-zones';
import { RemoveFacility } from './use-cases/remove-facility';
import { RemoveLink } from './use-cases/remove-link';
import { RemoveZone } from './use-cases/remove-zone';
import { ResumeUnroutedOrders } from './use-cases/resume-unrouted-orders';

const FACILITIES = [FacilityRepository, CreateFacility, ChangeFacility, RemoveFacility, GetFacility, ListFacilities];
const LINKS = [LinkRepository, CreateLink, ChangeLink, RemoveLink, GetLink, ListLinks];
const ZONES = [ZoneRepository, CreateZone, ChangeZone, RemoveZone, GetZone, ListZones];
const NETWORK = [
  CurrentNetwork,
  NetworkReader,
  ComputeRoute,
  ComputeRoutes,
  FollowRoute,
  ImportNetwork,
  NetworkImportRepository,
  RoutePlanRepository,
  ResumeUnroutedOrders,
  RouteWatch,
];

@Module({
  imports: [TypeOrmModule.forFeature([FacilityEntity, LinkEntity, ZoneEntity])],
  controllers: [FacilitiesController, LinksController, ZonesController, RoutesController, RouteServiceController],
  providers: [...FACILITIES, ...LINKS, ...ZONES, ...NETWORK, RoutingFacade],
  exports: [RoutingFacade],
})
export class RoutingModule {}
