/** A request as data: what an adapter makes of a notification. */
export interface HttpMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonMessage(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpMessage {
  return {
    url,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** `Authorization: Bearer …` where the channel has a secret. */
export function bearer(secret: string | null): Record<string, string> {
  return secret === null ? {} : { authorization: `Bearer ${secret}` };
}
