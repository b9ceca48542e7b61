import { CALL_GATE } from '#lib/grpc';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientDirectory } from './directory/client-directory';
import { EndedSessions } from './directory/ended-sessions';
import { MerchantDirectory } from './directory/merchant-directory';
import { RateLimits } from './directory/rate-limits';
import { UserDirectory } from './directory/user-directory';
import { GatewayFacade } from './gateway.facade';
import { GATEWAY_DEFAULTS, GATEWAY_OPTIONS, type GatewayOptions } from './gateway.options';
import { GatewayCallGate } from './grpc/gateway-call-gate';
import { AuthenticationGuard } from './http/authentication.guard';
import { AuthorizationGuard } from './http/authorization.guard';
import { ClientsController } from './http/clients.controller';
import { KeysController } from './http/keys.controller';
import { MerchantsController } from './http/merchants.controller';
import { RateLimitGuard } from './http/rate-limit.guard';
import { RouteDeclarationCheck } from './http/route-declaration.check';
import { SessionsController } from './http/sessions.controller';
import { TokenController } from './http/token.controller';
import { UsersController } from './http/users.controller';
import { ClientEntity } from './persistence/client.entity';
import { ClientRepository } from './persistence/client.repository';
import { MerchantEntity } from './persistence/merchant.entity';
import { MerchantRepository } from './persistence/merchant.repository';
import { SessionRepository } from './persistence/session.repository';
import { SigningKeyRepository } from './persistence/signing-key.repository';
import { UserRepository } from './persistence/user.repository';
import { AccessTokens } from './tokens/access-tokens';
import { Authenticator } from './tokens/authenticator';
import { BadTokens } from './tokens/bad-tokens';
import { KeyRing } from './tokens/key-ring';
import { PasswordChecker } from './tokens/password-checker';
import { SecretChecker } from './tokens/secret-checker';
import { SecretHasher } from './tokens/secret-hasher';
import { Standing } from './tokens/standing';
import { ChangeMerchant } from './use-cases/change-merchant';
import { ChangeOwnLocale } from './use-cases/change-own-locale';
import { ChangeOwnPassword } from './use-cases/change-own-password';
import { ChangeUser } from './use-cases/change-user';
import { CreateAdmin } from './use-cases/create-admin';
import { CreateClientOnce } from './use-cases/create-client-once';
import { CreateClients } from './use-cases/create-clients';
import { CreateConsoleAdmin } from './use-cases/create-console-admin';
import { CreateMerchant } from './use-cases/create-merchant';
import { CreateUserOnce } from './use-cases/create-user-once';
import { CreateUsers } from './use-cases/create-users';
import { IssueIdempotencyKeys } from './use-cases/issue-idempotency-keys';
import { IssueToken } from './use-cases/issue-token';
import { LogIn } from './use-cases/log-in';
import { LogOut } from './use-cases/log-out';
import { ReadClients } from './use-cases/read-clients';
import { ReadMerchants } from './use-cases/read-merchants';
import { ReadNames } from './use-cases/read-names';
import { ReadUsers } from './use-cases/read-users';
import { RefreshSession } from './use-cases/refresh-session';
import { RevokeClient } from './use-cases/revoke-client';
import { RotateClientSecret } from './use-cases/rotate-client-secret';
import { RotateSigningKey } from './use-cases/rotate-signing-key';
import { SetPassword } from './use-cases/set-password';

const PERSISTENCE = [ClientRepository, MerchantRepository, SessionRepository, SigningKeyRepository, UserRepository];
const MEMORY = [ClientDirectory, EndedSessions, MerchantDirectory, RateLimits, KeyRing, UserDirectory];
const TOKENS = [AccessTokens, Authenticator, BadTokens, PasswordChecker, SecretChecker, SecretHasher, Standing];
const USE_CASES = [
  ChangeMerchant,
  ChangeOwnLocale,
  ChangeOwnPassword,
  ChangeUser,
  CreateAdmin,
  CreateClientOnce,
  CreateClients,
  CreateConsoleAdmin,
  CreateMerchant,
  CreateUserOnce,
  CreateUsers,
  IssueIdempotencyKeys,
  IssueToken,
  LogIn,
  LogOut,
  ReadClients,
  ReadMerchants,
  ReadNames,
  ReadUsers,
  RefreshSession,
  RevokeClient,
  RotateClientSecret,
  RotateSigningKey,
  SetPassword,
];

const CONTROLLERS = [
  TokenController,
  SessionsController,
  UsersController,
  MerchantsController,
  ClientsController,
  KeysController,
];

/** In the order in which every request passes them. */
const GUARDS = [AuthenticationGuard, AuthorizationGuard, RateLimitGuard].map((guard) => ({
  provide: APP_GUARD,
  useClass: guard,
}));

/** Global: `GatewayFacade`, and the `CALL_GATE` of gRPC. Needs the global `DatabaseModule`, `RedisModule`, `IdempotencyModule` and a `CLOCK`. */
@Module({})
export class GatewayModule {
  static forRoot(options: Partial<GatewayOptions> = {}): DynamicModule {
    return {
      module: GatewayModule,
      global: true,
      imports: [TypeOrmModule.forFeature([ClientEntity, MerchantEntity]), DiscoveryModule],
      controllers: CONTROLLERS,
      providers: [
        { provide: GATEWAY_OPTIONS, useValue: Object.freeze({ ...GATEWAY_DEFAULTS, ...options }) },
        ...PERSISTENCE,
        ...MEMORY,
        ...TOKENS,
        ...USE_CASES,
        ...GUARDS,
        RouteDeclarationCheck,
        GatewayFacade,
        { provide: CALL_GATE, useClass: GatewayCallGate },
      ],
      exports: [GatewayFacade, CALL_GATE],
    };
  }
}
