import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { bumpVersion, type Tx, VersionWatch } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { NetworkSnapshot } from './domain/network-snapshot';
import { NetworkReader } from './persistence/network.reader';

/**
 * The network as this process sees it now. A change bumps the version of topic `network` in its own transaction; every
 * process then reads the network again beside the old snapshot and swaps one reference. Whoever needs several answers
 * of one epoch takes the snapshot once.
 */
@Injectable()
export class CurrentNetwork implements OnModuleInit {
  private current = NetworkSnapshot.empty();
  private behindSinceMs: number | undefined;
  private readonly listeners = new Set<(zonesWithNewWays: readonly string[]) => void>();

  constructor(
    @Inject(NetworkReader) private readonly reader: NetworkReader,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.watch.subscribe('network', () => this.rebuild());
  }

  snapshot(): NetworkSnapshot {
    return this.current;
  }

  /** For how many seconds a newer epoch has been known and is not ready yet; 0 on the newest one. */
  ageS(): number {
    return this.behindSinceMs === undefined ? 0 : (performance.now() - this.behindSinceMs) / 1000;
  }

  /** Calls `listener` after every swap with the zones that gained a way, until the answer is called; it must not throw and not block. */
  onChange(listener: (zonesWithNewWays: readonly string[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells every process, this one at once, that `tx` changed the network. */
  async announceChange(tx: Tx): Promise<void> {
    await bumpVersion(tx, 'network');
    tx.afterCommit(() => void this.watch.refresh());
  }

  /** Resolves when this process has seen every change that was committed before the call. */
  async refresh(): Promise<void> {
    await this.watch.refresh();
  }

  /** Called again and again until it succeeds. */
  private async rebuild(): Promise<void> {
    this.behindSinceMs ??= performance.now();
    const data = await this.reader.read(systemContext('network-snapshot'));
    const before = this.current;
    this.current = await NetworkSnapshot.build(data, () => nextTurn());
    this.behindSinceMs = undefined;
    const gained = this.current.zonesWithNewWays(before);
    for (const listener of this.listeners) listener(gained);
  }
}
