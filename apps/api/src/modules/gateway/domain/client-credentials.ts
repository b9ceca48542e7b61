/** What a client shows to get a token. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly secret: string;
}

/** Why a request for a token carries no usable credentials (RFC 6749, sections 2.3.1 and 5.2). */
export interface CredentialsFault {
  readonly error: 'invalid_request' | 'invalid_client';
  readonly detail: string;
}

export interface TokenForm {
  readonly client_id?: string;
  readonly client_secret?: string;
}

/**
 * Reads `client_secret_basic` or `client_secret_post`. Both at once are refused: RFC 6749 forbids more than one method
 * in a request.
 */
export function readCredentials(
  authorization: string | undefined,
  form: TokenForm,
): ClientCredentials | CredentialsFault {
  if (authorization !== undefined) {
    if (form.client_secret !== undefined) {
      return { error: 'invalid_request', detail: 'Credentials came both in the Authorization header and in the body' };
    }
    const basic = readBasic(authorization);
    if (basic === undefined) {
      return {
        error: 'invalid_client',
        detail: 'Authorization must be Basic with the form-encoded client id and secret',
      };
    }
    if (form.client_id !== undefined && form.client_id !== basic.clientId) {
      return { error: 'invalid_request', detail: 'client_id differs between the Authorization header and the body' };
    }
    return basic;
  }
  const { client_id: clientId, client_secret: secret } = form;
  if (!clientId || !secret) return { error: 'invalid_client', detail: 'client_id and client_secret are required' };
  return { clientId, secret };
}

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i;

/** `Basic` as RFC 6749 wants it: id and secret are form-encoded before they are joined. */
function readBasic(authorization: string): ClientCredentials | undefined {
  const encoded = BASIC.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) return undefined;
  const clientId = formDecode(text.slice(0, colon));
  const secret = formDecode(text.slice(colon + 1));
  return clientId === undefined || secret === undefined ? undefined : { clientId, secret };
}

function formDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
