import type { Server } from 'node:net';
import type { ManagementRoutes } from '../../../../libs/telemetry/management-server';
import { FairAcceptor } from './accept-fairly';
import { isOrder, type Order, type Report } from './protocol';

/** What the link does with the supervisor's orders once the application is there. */
export interface ChildDuties {
  /** What serves the connections that are accepted here; undefined without the role `http`. */
  readonly server: Server | undefined;
  readonly connections: () => number;
  readonly routes: ManagementRoutes;
  readonly announce: () => void;
  readonly stop: (lingerMs: number) => void;
  readonly died: (process: string) => void;
}

/**
 * A child's side of the channel. It beats from the moment it is opened, before the application is loaded. When the
 * supervisor dies the channel closes, and node:cluster ends the child at once.
 */
export class ChildLink {
  private duties: ChildDuties | undefined;
  private acceptor: FairAcceptor | undefined;
  private leastOfOthers = Infinity;

  constructor(heartbeatMs: number) {
    // Signals of a terminal or a service manager reach children too; the supervisor tells them what to do.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
    setInterval(() => this.beat(), heartbeatMs);
    process.on('message', (message: unknown) => {
      if (isOrder(message)) this.obey(message);
    });
  }

  /** From now on the supervisor may have it listen. */
  ready(duties: ChildDuties): void {
    this.duties = duties;
    const { server } = duties;
    if (server !== undefined) {
      const share = { own: duties.connections, least: () => this.leastOfOthers };
      this.acceptor = new FairAcceptor(share, (socket) => server.emit('connection', socket));
      // It opens no port itself, and Node begins to watch for slow clients when a server says that it listens.
      server.emit('listening');
    }
    this.report({ type: 'ready' });
  }

  /** Asks the supervisor to replace the child at a place, which may be this one. */
  restart(place: number): void {
    this.report({ type: 'restart', place });
  }

  private beat(): void {
    this.report({ type: 'heartbeat', connections: this.duties?.connections() ?? 0 });
  }

  private report(report: Report): void {
    if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
  }

  private obey(order: Order): void {
    const { duties } = this;
    switch (order.type) {
      case 'listen':
        this.acceptor?.listen(order.fds);
        break;
      case 'peers':
        this.leastOfOthers = order.least ?? Infinity;
        break;
      case 'ask':
        void this.answer(order);
        break;
      case 'announce':
        duties?.announce();
        break;
      case 'stop':
        this.acceptor?.close();
        duties?.stop(order.lingerMs);
        break;
      case 'died':
        duties?.died(order.process);
    }
  }

  private async answer({ id, path, accept }: Extract<Order, { type: 'ask' }>): Promise<void> {
    const route = this.duties?.routes[path];
    const unknown = { status: 404, contentType: 'text/plain', body: '' };
    const answer = await (route?.(accept) ?? Promise.resolve(unknown)).catch(() => ({ ...unknown, status: 500 }));
    this.report({ type: 'answer', id, ...answer });
  }
}
