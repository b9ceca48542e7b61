import { CALL_GATE } from '#lib/grpc';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientDirectory } from './directory/client-directory';
import { MerchantDirectory } from './directory/merchant-directory';
import { RateLimits } from './directory/rate-limits';
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
import { TokenController } from './http/token.controller';
import { ClientEntity } from './persistence/client.entity';
import { ClientRepository } from './persistence/client.repository';
import { MerchantEntity } from './persistence/merchant.entity';
import { MerchantRepository } from './persistence/merchant.repository';
import { SigningKeyRepository } from './persistence/signing-key.repository';
import { AccessTokens } from './tokens/access-tokens';
import { Authenticator } from './tokens/authenticator';
import { BadTokens } from './tokens/bad-tokens';
import { KeyRing } from './tokens/key-ring';
import { SecretChecker } from './tokens/secret-checker';
import { SecretHasher } from './tokens/secret-hasher';
import { ChangeMerchant } from './use-cases/change-merchant';
import { CreateAdmin } from './use-cases/create-admin';
import { CreateClientOnce } from './use-cases/create-client-once';
import { CreateClients } from './use-cases/create-clients';
import { CreateMerchant } from './use-cases/create-merchant';
import { IssueIdempotencyKeys } from './use-cases/issue-idempotency-keys';
import { IssueToken } from './use-cases/issue-token';
import { ReadClients } from './use-cases/read-clients';
import { ReadMerchants } from './use-cases/read-merchants';
import { RevokeClient } from './use-cases/revoke-client';
import { RotateClientSecret } from './use-cases/rotate-client-secret';
import { RotateSigningKey } from './use-cases/rotate-signing-key';

const PERSISTENCE = [ClientRepository, MerchantRepository, SigningKeyRepository];
const MEMORY = [ClientDirectory, MerchantDirectory, RateLimits, KeyRing];
const TOKENS = [AccessTokens, Authenticator, BadTokens, SecretChecker, SecretHasher];
const USE_CASES = [
  ChangeMerchant,
  CreateAdmin,
  CreateClientOnce,
  CreateClients,
  CreateMerchant,
  IssueIdempotencyKeys,
  IssueToken,
  ReadClients,
  ReadMerchants,
  RevokeClient,
  RotateClientSecret,
  RotateSigningKey,
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
      controllers: [TokenController, MerchantsController, ClientsController, KeysController],
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
