import type { Tx } from '#lib/database';
import { CLOCK, DomainError, uuidv7, type Clock } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Locale, User, UserRole } from '../domain/user';
import { UserRepository } from '../persistence/user.repository';
import { newPassword } from '../tokens/new-password';
import { SecretHasher } from '../tokens/secret-hasher';

export interface NewUser {
  readonly username: string;
  readonly displayName: string;
  readonly role: UserRole;
  readonly locale: Locale;
}

/** A password that was made and hashed already: hashing takes long, and must not hold up a transaction. */
export interface PreparedPassword {
  readonly password: string;
  readonly passwordHash: string;
}

/** Makes people who may log in. */
@Injectable()
export class CreateUsers {
  constructor(
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(SecretHasher) private readonly hasher: SecretHasher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes a password, outside any transaction: some 20 ms of a core. */
  async prepare(): Promise<PreparedPassword> {
    const password = newPassword();
    return { password, passwordHash: await this.hasher.hash(password) };
  }

  /** Throws `user.username_taken` (409). */
  async execute(tx: Tx, input: NewUser, { passwordHash }: PreparedPassword): Promise<User> {
    const createdAt = this.clock.now();
    const username = input.username.toLowerCase();
    const user: User = { ...input, username, id: uuidv7(createdAt.getTime()), active: true, version: 1, createdAt };
    if (await this.users.insert(tx, user, passwordHash)) return user;
    throw new DomainError('conflict', 'user.username_taken', `The user name ${username} is in use`, {
      errors: [{ pointer: '/username', detail: 'is in use' }],
    });
  }
}
