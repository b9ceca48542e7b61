import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { LOOPBACK } from '#lib/embedded';

/** A mail as it came over the line. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

/** As much of SMTP (RFC 5321) as a mailer needs to be rid of a mail, on loopback. */
export class SmtpReceiver {
  readonly mails: ReceivedMail[] = [];
  /** What it says to a line (`.` ends a mail); undefined: as a server that takes everything; null: nothing at all. */
  script: (line: string) => string | null | undefined = () => undefined;
  /** Connections that are open, and the most that ever were. */
  open = 0;
  mostOpen = 0;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<SmtpReceiver> {
    const server = createServer((socket) => receiver.serve(socket));
    const receiver = new SmtpReceiver(server);
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `smtp://${LOOPBACK}:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(socket: Socket): void {
    let [from, to, unread]: [string, string[], string] = ['', [], ''];
    let isData = false;
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    socket.on('close', () => (this.open -= 1));
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const scripted = (line: string): boolean => {
      const answer = this.script(line);
      if (typeof answer === 'string') say(answer);
      return answer !== undefined;
    };
    const command = (line: string): void => {
      if (scripted(line)) return;
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'MAIL') from = line;
      if (verb === 'RCPT') to.push(/<(.*?)>/.exec(line)?.[1] ?? '');
      if (verb === 'DATA') isData = true;
      say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 ok');
      if (verb === 'QUIT') socket.end();
    };
    say('220 receiver');
    socket.setEncoding('utf8').on('error', () => undefined);
    socket.on('data', (chunk: string) => {
      unread += chunk;
      for (;;) {
        const end = isData ? '\r\n.\r\n' : '\r\n';
        const at = unread.indexOf(end);
        if (at === -1) return;
        const piece = unread.slice(0, at);
        unread = unread.slice(at + end.length);
        if (!isData) command(piece);
        else {
          isData = false;
          const mail = { from, to, text: piece };
          to = [];
          if (scripted('.')) return;
          this.mails.push(mail);
          say('250 taken');
        }
      }
    });
  }
}
