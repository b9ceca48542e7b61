import { ApiError, StaleError } from './problem';
import { call, read } from './request';

interface ChangeOptions {
  readonly method?: 'PATCH' | 'PUT' | 'POST';
  /** The version that was shown. */
  readonly version: number;
  readonly body?: unknown;
  /** Where the record is read again when it has moved on; where it is changed, unless said. */
  readonly readAt?: string;
}

/** Changes a record under the version that was shown. @throws StaleError when somebody was quicker, with what it is now. */
export async function change<Body>(path: string, options: ChangeOptions): Promise<Body> {
  const { method = 'PATCH', version, body, readAt = path } = options;
  try {
    return (await call<Body>(method, path, { body, version })).body;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 412) throw error;
    throw new StaleError(error.problem, await read<Record<string, unknown>>(readAt));
  }
}
