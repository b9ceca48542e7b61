import { DomainError } from '#lib/kernel';

/** The session is over, or the token was not of it; which of both is nobody's business. */
export function sessionExpired(): DomainError {
  return new DomainError('unauthenticated', 'session.expired', 'The session is over: log in again');
}

/** The same for an unknown name, a wrong password and a user who is not active any more. */
export function invalidCredentials(): DomainError {
  return new DomainError('unauthenticated', 'session.invalid_credentials', 'No active user has this name and password');
}
