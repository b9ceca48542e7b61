import { Socket, type Server } from 'node:net';
import type { ManagementRoutes } from '../../../../libs/telemetry/management-server';
import { isOrder, type Order, type Report } from './protocol';

/** What the link does with the supervisor's orders once the application is there. */
export interface ChildDuties {
  /** Where handed-over connections go; undefined without the role `http`. */
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

  constructor(heartbeatMs: number) {
    // Signals of a terminal or a service manager reach children too; the supervisor tells them what to do.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
    setInterval(() => this.beat(), heartbeatMs);
    process.on('message', (message: unknown, handle: unknown) => {
      if (isOrder(message)) this.obey(message, handle);
    });
  }

  /** From now on connections come. */
  ready(duties: ChildDuties): void {
    this.duties = duties;
    // No port is opened here, and Node begins to watch for slow clients when a server says that it listens.
    duties.server?.emit('listening');
    this.report({ type: 'ready' });
  }

  private beat(): void {
    this.report({ type: 'heartbeat', connections: this.duties?.connections() ?? 0 });
  }

  private report(report: Report): void {
    if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
  }

  private obey(order: Order, handle: unknown): void {
    const { duties } = this;
    switch (order.type) {
      case 'connection':
        this.serve(order.id, handle);
        break;
      case 'knock':
        this.report({ type: 'here' });
        break;
      case 'ask':
        void this.answer(order);
        break;
      case 'announce':
        duties?.announce();
        break;
      case 'stop':
        duties?.stop(order.lingerMs);
        break;
      case 'died':
        duties?.died(order.process);
    }
  }

  /** Confirmed first: what was not confirmed has not been read, and may be given to another child. */
  private serve(id: number, handle: unknown): void {
    this.report({ type: 'accepted', id });
    if (!(handle instanceof Socket)) return; // closed by its client on the way
    handle.allowHalfOpen = true; // as an HTTP server's own: a client may end its side and still want the answer
    if (this.duties?.server === undefined) handle.destroy();
    else this.duties.server.emit('connection', handle);
  }

  private async answer({ id, path }: Extract<Order, { type: 'ask' }>): Promise<void> {
    const route = this.duties?.routes[path];
    const unknown = { status: 404, contentType: 'text/plain', body: '' };
    const answer = await (route?.() ?? Promise.resolve(unknown)).catch(() => ({ ...unknown, status: 500 }));
    this.report({ type: 'answer', id, ...answer });
  }
}
