export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A bearer token for each, one after another: each costs the application a hash. */
export async function tokensOf(port: number, credentials: readonly Credentials[]): Promise<string[]> {
  const tokens: string[] = [];
  for (const { clientId, clientSecret } of credentials) {
    const response = await fetch(`http://127.0.0.1:${port}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    if (!response.ok) throw new Error(`No token for ${clientId}: ${response.status} ${await response.text()}`);
    tokens.push(((await response.json()) as { access_token: string }).access_token);
  }
  return tokens;
}
