/** The scopes that a token gets: all of the client's, or those it asks for; undefined when it asks for one it has not. */
export function grantScopes(held: readonly string[], requested: string | undefined): readonly string[] | undefined {
  if (requested === undefined) return held;
  const wanted = [...new Set(requested.split(' ').filter((scope) => scope !== ''))];
  return wanted.every((scope) => held.includes(scope)) ? wanted : undefined;
}
