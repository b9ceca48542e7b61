import { CLOCK, systemClock, type Clock } from '#lib/kernel';
import { type DynamicModule, Global, Module } from '@nestjs/common';

/** Global: the clock that every part reads. */
@Global()
@Module({})
export class ClockModule {
  static forRoot(clock: Clock = systemClock): DynamicModule {
    return { module: ClockModule, providers: [{ provide: CLOCK, useValue: clock }], exports: [CLOCK] };
  }
}
