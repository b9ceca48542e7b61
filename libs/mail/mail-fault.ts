/** What nodemailer tells of a failure, as far as it is safe to repeat. */
interface SmtpError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly command?: unknown;
}

/**
 * A mail was not taken.
 *
 * `blames`: the `mail`, which another server would refuse too (its recipient, its text), or the `server`, which is away, lets nobody in, or does not
 * know the sender; `address`: no server was asked. `isFinal`: the server has said that it will not take this mail at any time (RFC 5321, section 4.2.1: 5yz).
 */
export class MailFault extends Error {
  override readonly name = 'MailFault';

  private constructor(
    reason: string,
    readonly blames: 'mail' | 'server' | 'address',
    readonly isFinal: boolean,
  ) {
    super(reason);
  }

  static timeout(): MailFault {
    return new MailFault('ETIMEDOUT', 'server', false);
  }

  /** Refused here: what a server would make of it is its own affair. */
  static address(): MailFault {
    return new MailFault('EADDRESS', 'address', true);
  }

  static of(error: unknown): MailFault {
    if (error instanceof MailFault) return error;
    const { code, responseCode, command } = error instanceof Error ? (error as SmtpError) : {};
    const status = typeof responseCode === 'number' ? responseCode : undefined;
    const name = typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'EUNKNOWN';
    const isAboutMail = status !== undefined && (command === 'RCPT TO' || command === 'DATA');
    const reason = status === undefined ? name : `${name} ${status}`;
    return new MailFault(reason, isAboutMail ? 'mail' : 'server', isAboutMail && status >= 500);
  }
}
