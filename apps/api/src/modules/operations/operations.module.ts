import { type DynamicModule, Module } from '@nestjs/common';
import { BulkActionReplies } from './http/bulk-action-replies';
import { BulkActionsController } from './http/bulk-actions.controller';
import { DeadLettersController } from './http/dead-letters.controller';
import { EventsController } from './http/events.controller';
import { BulkWorker } from './jobs/bulk-worker';
import { LiveEvents } from './live/live-events';
import { OPERATIONS_OPTIONS, type OperationsOptions } from './operations.options';
import { BulkActionRepository } from './persistence/bulk-action.repository';
import { ReadBulkAction } from './use-cases/read-bulk-action';
import { StartBulkAction } from './use-cases/start-bulk-action';
import { WorkBulkAction } from './use-cases/work-bulk-action';

/** Reaches orders through the global `OrderFacade`. */
@Module({})
export class OperationsModule {
  static forRoot(options: OperationsOptions): DynamicModule {
    return {
      module: OperationsModule,
      controllers: [BulkActionsController, DeadLettersController, EventsController],
      providers: [
        { provide: OPERATIONS_OPTIONS, useValue: options },
        BulkActionReplies,
        BulkActionRepository,
        BulkWorker,
        LiveEvents,
        ReadBulkAction,
        StartBulkAction,
        WorkBulkAction,
      ],
    };
  }
}
