import { Idempotency, type IdempotentOutcome } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '../domain/user';
import { CreateUsers, type NewUser } from './create-users';

export interface CreateUserRequest {
  readonly key: string;
  readonly payload: unknown;
}

/** The answer without the password, and the password beside it: it belongs to the user only when nothing was replayed. */
export type CreateUserOutcome = IdempotentOutcome & { readonly password: string };

/** Creates one user however often the request is repeated. The stored answer never holds the password. */
@Injectable()
export class CreateUserOnce {
  constructor(
    @Inject(CreateUsers) private readonly creation: CreateUsers,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  async execute(
    ctx: Context,
    request: CreateUserRequest,
    input: NewUser,
    view: (user: User) => unknown,
  ): Promise<CreateUserOutcome> {
    const prepared = await this.creation.prepare();
    const outcome = await this.idempotency.run(ctx, { route: 'users.create', ...request }, async (tx) => {
      const user = await this.creation.execute(tx, input, prepared);
      return { status: 201, location: `/v1/users/${user.id}`, body: view(user), version: user.version };
    });
    return { ...outcome, password: prepared.password };
  }
}
