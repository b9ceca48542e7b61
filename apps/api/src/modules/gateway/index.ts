/**
 * Gateway: who may call, and how often. Merchants (tenants), clients and their secrets, access tokens and the keys they
 * are signed with, people at the console and their sessions, the guards that every request passes, rate limits, issued idempotency keys.
 *
 * Invariants: a route that declares no authorization keeps the server from starting; a revoked client or suspended
 * merchant is refused by every process within a second; secrets are stored as argon2id hashes and shown once; nobody hands
 * out rights that it does not have itself; a request whose token was seen before is judged without a promise.
 *
 * ```
 * request ─► authentication (401) ─► authorization (403) ─► rate limit (429) ─► validation, handler
 *
 * merchant: active ⇄ suspended          client: active ─► revoked
 * user: active ⇄ inactive               session: open ─(log-out, idle, used token, new password)─► over
 * signing key: signs ─(rotate)─► only verifies ─(its last token has expired)─► gone
 * ```
 */
export type { Client } from './domain/client';
export type { Merchant, MerchantSnapshot } from './domain/merchant';
export { CourierClientsCreated, MerchantCreated, MerchantCreditLimitChanged } from './gateway.events';
export { GatewayFacade } from './gateway.facade';
export { SESSIONS } from './ended-sessions.table';
export { GatewayModule } from './gateway.module';
export type { GatewayOptions } from './gateway.options';
export { CreateAdmin } from './use-cases/create-admin';
export { CreateConsoleAdmin } from './use-cases/create-console-admin';
export type { CreatedUser } from './use-cases/create-console-admin';
export type { CreatedClient, NewClient, PreparedClient } from './use-cases/create-clients';
export type { NewMerchant } from './use-cases/create-merchant';
export type { PreparedPassword } from './use-cases/create-users';
