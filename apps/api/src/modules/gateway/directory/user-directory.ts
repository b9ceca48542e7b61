import { VersionWatch } from '#lib/database';
import { Inject, Injectable } from '@nestjs/common';
import type { UserSnapshot } from '../domain/user';
import { UserRepository } from '../persistence/user.repository';
import { Directory } from './directory';

/** All users. */
@Injectable()
export class UserDirectory extends Directory<UserSnapshot> {
  constructor(@Inject(VersionWatch) watch: VersionWatch, @Inject(UserRepository) repository: UserRepository) {
    super(watch, { topic: 'users', changedSince: (ctx, revision) => repository.changedSince(ctx, revision) });
  }
}
