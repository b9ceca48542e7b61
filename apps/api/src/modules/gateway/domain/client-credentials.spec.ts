import { describe, expect, it } from 'vitest';
import { readCredentials } from './client-credentials';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('readCredentials', () => {
  it('reads client_secret_post', () => {
    expect(readCredentials(undefined, { client_id: 'shop', client_secret: 's' })).toEqual({
      clientId: 'shop',
      secret: 's',
    });
  });

  it('reads client_secret_basic, form-decoded', () => {
    expect(readCredentials(basic('my%20shop:a%3Ab+c'), {})).toEqual({ clientId: 'my shop', secret: 'a:b c' });
    expect(readCredentials(basic('shop:s').replace('Basic', 'basic'), { client_id: 'shop' })).toMatchObject({
      secret: 's',
    });
  });

  it.each([
    ['nothing', undefined, {}, 'invalid_client'],
    ['no secret', undefined, { client_id: 'shop' }, 'invalid_client'],
    ['an empty secret', undefined, { client_id: 'shop', client_secret: '' }, 'invalid_client'],
    ['a bearer token', 'Bearer abc', {}, 'invalid_client'],
    ['no base64', 'Basic ***', {}, 'invalid_client'],
    ['no colon', basic('shop'), {}, 'invalid_client'],
    ['no id', basic(':s'), {}, 'invalid_client'],
    ['no secret after the colon', basic('shop:'), {}, 'invalid_client'],
    ['bad percent encoding', basic('shop:%zz'), {}, 'invalid_client'],
    ['two methods', basic('shop:s'), { client_secret: 's' }, 'invalid_request'],
    ['two client ids', basic('shop:s'), { client_id: 'other' }, 'invalid_request'],
  ])('refuses %s', (_, authorization, form, error) => {
    expect(readCredentials(authorization, form)).toMatchObject({ error });
  });
});
