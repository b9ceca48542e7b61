/**
 * Mail: hands mails to an SMTP server, for people on call as for recipients of parcels.
 *
 * Invariants: one attempt is one connection, and both end within the timeout, whatever the server does; no line of a mail's head comes
 * from a text with a line break in it; what is said of a failure holds no address, no password and no text of the server.
 */
export { isMailServerUrl, type MailServer } from './mail-server';
export { isMailAddress, type Mail } from './mail';
export { MailFault } from './mail-fault';
export { sendMail } from './send-mail';
