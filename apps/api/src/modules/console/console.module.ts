import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { CONSOLE_FILES, ConsoleFiles } from './console-files';
import { ConsoleController } from './http/console.controller';
import { SavedViewsController } from './http/saved-views.controller';
import { KeepViews } from './use-cases/keep-views';

/** Needs the global `Database`, `Idempotency` and a `CLOCK`. */
@Module({})
export class ConsoleModule {
  /** `folder` holds the build, `dist/console` of the working directory unless said. */
  static forRoot(folder: string = join(process.cwd(), 'dist', 'console')): DynamicModule {
    return {
      module: ConsoleModule,
      controllers: [ConsoleController, SavedViewsController],
      providers: [{ provide: CONSOLE_FILES, useFactory: () => new ConsoleFiles(folder) }, KeepViews],
    };
  }
}
