import { EnvError } from './config/env';

/** What is printed when the start fails: for what the installation's owner can mend, what to do; else where it happened. */
export function startFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof EnvError) return error.message;
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const stack = error.stack ?? error.message;
  if (port === undefined || address === undefined) return stack;
  switch (code ?? '') {
    case 'EADDRINUSE':
      return `Something listens on ${address}:${port} already (EADDRINUSE): stop it, or set PORT, MANAGEMENT_PORT or GRPC_PORT to another one.`;
    case 'EACCES':
      return `This user may not listen on ${address}:${port} (EACCES): set PORT, MANAGEMENT_PORT or GRPC_PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${address} (EADDRNOTAVAIL): set LINEHAUL_HOST to one of its own.`;
    case 'ECONNREFUSED':
      return `Nothing takes connections on ${address}:${port} (ECONNREFUSED): start PostgreSQL there, or set DATABASE_URL.`;
    default:
      return stack;
  }
}
