import { DomainError, type Context, type ErrorKind } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../domain/client';
import { readCredentials, type ClientCredentials } from '../domain/client-credentials';
import { grantScopes } from '../domain/scope-request';
import { MerchantDirectory } from '../directory/merchant-directory';
import { GATEWAY_OPTIONS, type GatewayOptions } from '../gateway.options';
import { ClientRepository } from '../persistence/client.repository';
import { AccessTokens } from '../tokens/access-tokens';
import { SecretChecker } from '../tokens/secret-checker';

/** A request to the token endpoint (RFC 6749, section 4.4.2). */
export interface TokenRequest {
  readonly authorization: string | undefined;
  readonly form: {
    readonly grant_type?: string;
    readonly client_id?: string;
    readonly client_secret?: string;
    readonly scope?: string;
  };
  /** Where it came from, for throttling. */
  readonly address: string;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInS: number;
  readonly scopes: readonly string[];
}

/** The client credentials grant. Refusals carry the `error` member that OAuth clients look for. */
@Injectable()
export class IssueToken {
  constructor(
    @Inject(ClientRepository) private readonly clients: ClientRepository,
    @Inject(MerchantDirectory) private readonly merchants: MerchantDirectory,
    @Inject(SecretChecker) private readonly secrets: SecretChecker,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  async execute(ctx: Context, request: TokenRequest): Promise<IssuedToken> {
    requireGrant(request.form.grant_type);
    const credentials = readCredentials(request.authorization, request.form);
    if ('error' in credentials) throw refusal(credentials.error, credentials.detail);
    const client = await this.authenticated(ctx, credentials, request.address);
    if (client.merchantId !== null && this.merchants.get(client.merchantId)?.status === 'suspended') {
      throw refusal('unauthorized_client', 'The merchant of this client is suspended');
    }
    const scopes = grantScopes(client.scopes, request.form.scope);
    if (scopes === undefined) throw refusal('invalid_scope', 'This client does not have all of the scopes it asks for');
    const accessToken = await this.tokens.sign(client, scopes);
    return { accessToken, expiresInS: this.options.tokenTtlS, scopes };
  }

  /** An unknown client, a wrong secret and a revoked client look the same, and take the same time. */
  private async authenticated(ctx: Context, credentials: ClientCredentials, address: string): Promise<Client> {
    const { clientId, secret } = credentials;
    const client = await this.clients.findWithSecrets(ctx, clientId);
    const matches = await this.secrets.check(client, clientId, secret, address);
    if (client === null || !matches || client.status !== 'active') {
      throw refusal('invalid_client', 'No active client has this id and secret');
    }
    return client;
  }
}

function requireGrant(grantType: string | undefined): void {
  if (grantType === undefined) throw refusal('invalid_request', 'grant_type is required: client_credentials');
  if (grantType !== 'client_credentials') {
    throw refusal('unsupported_grant_type', 'grant_type must be client_credentials');
  }
}

type OAuthError =
  'invalid_request' | 'invalid_client' | 'unauthorized_client' | 'unsupported_grant_type' | 'invalid_scope';

/** RFC 6749, section 5.2: 401 for a client that could not be authenticated, 400 for all else. */
function refusal(error: OAuthError, message: string): DomainError {
  const kind: ErrorKind = error === 'invalid_client' ? 'unauthenticated' : 'invalid_input';
  return new DomainError(kind, `gateway.${error}`, message, { context: { error, error_description: message } });
}
