import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '../domain/user';
import { UserRepository, type UserFilter } from '../persistence/user.repository';

@Injectable()
export class ReadUsers {
  constructor(@Inject(UserRepository) private readonly users: UserRepository) {}

  async one(ctx: Context, id: string): Promise<User> {
    const user = await this.users.find(ctx, id);
    if (user === undefined) throw userNotFound(id);
    return user;
  }

  /** Newest first. */
  page(ctx: Context, filter: UserFilter, take: number): Promise<User[]> {
    return this.users.list(ctx, filter, take);
  }
}

export function userNotFound(id: string): DomainError {
  return new DomainError('not_found', 'user.not_found', `There is no user ${id}`);
}
