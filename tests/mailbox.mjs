// A mail server for the tests: what it takes is kept, and it can be slow, refuse, or hang up.
import { SMTPServer } from "smtp-server";
import PostalMime from "postal-mime";

/** An answer that refuses. */
export function refusal(code, said) {
  return Object.assign(new Error(said), { responseCode: code });
}

/** A mail server on a port of this machine. What it does beside taking mails is set on it, and may be changed at any time. */
export class Mailbox {
  /** What was taken: `{ to, from, id, subject, text, html, headers }`, in order. */
  mails = [];
  /** How often somebody connected. */
  calls = 0;
  /** Before the greeting; it may never end. */
  onGreeting = async () => {};
  /** Whether a recipient is taken: throws a refusal otherwise. */
  onRecipient = async (_address) => {};
  /** Once a mail has come whole, before it is taken: throws a refusal otherwise. */
  onMail = async (_mail) => {};
  #sockets = new Set();

  static async open(port = 0, settings = {}) {
    const self = new Mailbox();
    await self.listen(port, settings);
    return self;
  }

  /** Listens, on the same port as before unless another is given. */
  async listen(port = this.port, settings = {}) {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      logger: false,
      onConnect: (_session, done) => void this.#greets().then(done, done),
      onRcptTo: ({ address }, _session, done) => void this.onRecipient(address).then(() => done(), done),
      onData: (stream, session, done) => void this.#takes(stream, session).then(() => done(), done),
      ...settings,
    });
    this.#server.on("error", () => {});
    this.#server.server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    await new Promise((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    this.port = this.#server.server.address().port;
  }

  #server;

  async #greets() {
    this.calls++;
    await this.onGreeting();
  }

  async #takes(stream, session) {
    const bytes = [];
    for await (const chunk of stream) bytes.push(chunk);
    const raw = Buffer.concat(bytes);
    const { headers, ...parsed } = await PostalMime.parse(raw);
    const mail = {
      to: session.envelope.rcptTo.map(({ address }) => address).join(", "),
      from: session.envelope.mailFrom.address,
      id: parsed.messageId,
      subject: parsed.subject,
      text: parsed.text,
      html: parsed.html,
      headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
      raw: raw.toString(),
    };
    await this.onMail(mail);
    this.mails.push(mail);
  }

  /** Who was written to, in order of address. */
  get recipients() {
    return this.mails.map(({ to }) => to).sort();
  }

  /** Cuts every connection, without a word. */
  hangUp() {
    this.#sockets.forEach((socket) => socket.destroy());
  }

  /** Nobody listens any more. */
  async close() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.hangUp();
    await closed;
  }

  /** The settings with which a server sends here; it waits a second where it would wait a minute. */
  get settings() {
    return {
      DIRES_SMTP_HOST: "127.0.0.1",
      DIRES_SMTP_PORT: String(this.port),
      DIRES_SMTP_TLS: "aucun",
      DIRES_SMTP_TIMEOUT_SECONDS: "1",
      DIRES_MAIL_FROM: "dires@exemple.fr",
    };
  }
}
