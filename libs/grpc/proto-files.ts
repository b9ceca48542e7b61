import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join('libs', 'contracts', 'proto');

/** Every service that is served, by package, with the file that declares it. */
export const SERVICES = {
  'linehaul.order.v1': 'linehaul/order/v1/order_service.proto',
  'linehaul.routing.v1': 'linehaul/routing/v1/route_service.proto',
  'linehaul.transport.v1': 'linehaul/transport/v1/transport_service.proto',
} as const;

/** The folder of the `.proto` files: they are read as they are, by whatever this was built into. */
export function protoFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const found = join(folder, FOLDER);
    if (existsSync(found)) return found;
    if (folder === dirname(folder)) throw new Error(`${FOLDER} is not beside this application`);
  }
}
