import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogSnapshot } from './catalog-snapshot';
import { CatalogWatch } from './catalog-watch';
import { SkusController } from './http/skus.controller';
import { StockController } from './http/stock.controller';
import { WarehousesController } from './http/warehouses.controller';
import { BackorderRepository } from './persistence/backorder.repository';
import { CatalogRepository } from './persistence/catalog.repository';
import { ImportRepository } from './persistence/import.repository';
import { MovementRepository } from './persistence/movement.repository';
import { ReservationRepository } from './persistence/reservation.repository';
import { SkuEntity } from './persistence/sku.entity';
import { SkuRepository } from './persistence/sku.repository';
import { StockListRepository } from './persistence/stock-list.repository';
import { StockRepository } from './persistence/stock.repository';
import { WarehouseEntity } from './persistence/warehouse.entity';
import { WarehouseRepository } from './persistence/warehouse.repository';
import { AdjustStock } from './use-cases/adjust-stock';
import { AllocateStock } from './use-cases/allocate-stock';
import { ChangeSku } from './use-cases/change-sku';
import { ChangeWarehouse } from './use-cases/change-warehouse';
import { CreateSku } from './use-cases/create-sku';
import { CreateWarehouse } from './use-cases/create-warehouse';
import { FindStockedWarehouse } from './use-cases/find-stocked-warehouse';
import { ImportCatalog } from './use-cases/import-catalog';
import { ReadSkus } from './use-cases/read-skus';
import { ReadStock } from './use-cases/read-stock';
import { ReadWarehouses } from './use-cases/read-warehouses';
import { ReceiveStock } from './use-cases/receive-stock';
import { ReleaseStock } from './use-cases/release-stock';
import { RelistWaiting } from './use-cases/relist-waiting';
import { ReserveStock } from './use-cases/reserve-stock';
import { ResumeWaiting } from './use-cases/resume-waiting';
import { ShipStock } from './use-cases/ship-stock';
import { WarehouseFacade } from './warehouse.facade';

const PERSISTENCE = [
  BackorderRepository,
  CatalogRepository,
  ImportRepository,
  MovementRepository,
  ReservationRepository,
  SkuRepository,
  StockListRepository,
  StockRepository,
  WarehouseRepository,
];

const USE_CASES = [
  AdjustStock,
  AllocateStock,
  ChangeSku,
  ChangeWarehouse,
  CreateSku,
  CreateWarehouse,
  FindStockedWarehouse,
  ImportCatalog,
  ReadSkus,
  ReadStock,
  ReadWarehouses,
  ReceiveStock,
  RelistWaiting,
  ReleaseStock,
  ReserveStock,
  ResumeWaiting,
  ShipStock,
];

/** Needs the global `DatabaseModule`, `IdempotencyModule` and a `CLOCK`. */
@Module({
  imports: [TypeOrmModule.forFeature([SkuEntity, WarehouseEntity])],
  controllers: [SkusController, StockController, WarehousesController],
  providers: [...PERSISTENCE, ...USE_CASES, CatalogSnapshot, CatalogWatch, WarehouseFacade],
  exports: [FindStockedWarehouse, ReadWarehouses, RelistWaiting, WarehouseFacade],
})
export class WarehouseModule {}
