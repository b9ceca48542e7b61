import { Database, VersionWatch } from '#lib/database';
import { CLOCK, systemContext, type Clock } from '#lib/kernel';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { importJWK, type CryptoKey, type JWK } from 'jose';
import { isIssuedKey } from '../domain/issued-key';
import { SigningKeyRepository, type StoredKey } from '../persistence/signing-key.repository';
import { newIssuedKeySecret, newTokenKey, TOKEN_ALGORITHM } from './new-key';

const CTX = systemContext('key-ring');

/** Asking PostgreSQL for keys that we do not know, at most this often: anybody can send tokens with invented key ids. */
const REFRESH_MIN_MS = 200;

interface VerificationKey {
  readonly key: CryptoKey;
  readonly notAfterMs: number;
}

interface Snapshot {
  readonly signing: { readonly kid: string; readonly key: CryptoKey };
  readonly verification: ReadonlyMap<string, VerificationKey>;
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly issuedKeySecret: Buffer;
}

/** The keys that all processes share, from PostgreSQL; made there by whichever process boots first. */
@Injectable()
export class KeyRing implements OnModuleInit {
  private snapshot: Snapshot | undefined;
  private refreshedMs = -Infinity;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(SigningKeyRepository) private readonly repository: SigningKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.createMissing();
    await this.watch.subscribe('keys', () => this.read());
  }

  get signing(): Snapshot['signing'] {
    return this.current().signing;
  }

  /** The public keys, for whoever verifies our tokens elsewhere (RFC 7517). */
  get jwks(): Snapshot['jwks'] {
    return this.current().jwks;
  }

  get issuedKeySecret(): Buffer {
    return this.current().issuedKeySecret;
  }

  /** Whether that key for repetitions is one of ours, for this merchant, and still good. */
  hasIssued(merchantId: string, key: string): boolean {
    return isIssuedKey(this.issuedKeySecret, merchantId, key, this.clock.now().getTime());
  }

  /** The public key of that id while its signatures count. An unknown one may have been made by a sibling just now. */
  async verificationKey(kid: string): Promise<CryptoKey | undefined> {
    const nowMs = this.clock.now().getTime();
    if (!this.current().verification.has(kid) && performance.now() - this.refreshedMs >= REFRESH_MIN_MS) {
      this.refreshedMs = performance.now();
      await this.watch.refresh();
    }
    const found = this.current().verification.get(kid);
    return found !== undefined && nowMs <= found.notAfterMs ? found.key : undefined;
  }

  private current(): Snapshot {
    if (this.snapshot === undefined) throw new Error('The key ring was used before it was read');
    return this.snapshot;
  }

  private async createMissing(): Promise<void> {
    const now = this.clock.now();
    const tokenKey = await newTokenKey(now);
    const issuedKeySecret = newIssuedKeySecret(now);
    await this.database.transaction(CTX, async (tx) => {
      await this.repository.lock(tx);
      const present = new Set((await this.repository.valid(CTX, now, tx)).map((key) => key.purpose));
      if (!present.has('token')) await this.repository.insert(tx, tokenKey);
      if (!present.has('issued_key')) await this.repository.insert(tx, issuedKeySecret);
    });
  }

  private async read(): Promise<void> {
    this.snapshot = await snapshotOf(await this.repository.valid(CTX, this.clock.now()));
  }
}

async function snapshotOf(keys: readonly StoredKey[]): Promise<Snapshot> {
  const tokenKeys = keys.filter((key) => key.purpose === 'token');
  const current = tokenKeys.find((key) => key.notAfter === null);
  const secret = keys.find((key) => key.purpose === 'issued_key')?.privateJwk.k;
  if (current === undefined || secret === undefined) throw new Error('No signing key is in force');
  const verification = new Map<string, VerificationKey>();
  const published: JWK[] = [];
  for (const { kid, publicJwk, notAfter } of tokenKeys) {
    if (publicJwk === null) continue;
    verification.set(kid, { key: await importKey(publicJwk), notAfterMs: notAfter?.getTime() ?? Infinity });
    published.push({ ...publicJwk, kid, alg: TOKEN_ALGORITHM, use: 'sig' });
  }
  return {
    signing: { kid: current.kid, key: await importKey(current.privateJwk) },
    verification,
    jwks: { keys: published },
    issuedKeySecret: Buffer.from(secret, 'base64url'),
  };
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, TOKEN_ALGORITHM);
  if (key instanceof Uint8Array) throw new Error('A token key must be an asymmetric one');
  return key;
}
