import { once } from 'node:events';
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from 'node:net';
import ssh2, { type Connection, type ServerChannel, type SFTPWrapper } from 'ssh2';
import { aKeyPair } from '../../builders/ssh-key.ts';
import { DeviceState, type DeviceTraits, type Release, USUAL_DEVICE } from './device-state.ts';
import type { Router } from './router.ts';
import { runCommand } from './run-command.ts';

const { Server } = ssh2;

/**
 * A router on a real SSH server, in this process: what it has in memory is lost with a restart, its port is closed while
 * it is down. @see reference openwisp-upgrader.md 6 (rig, tier A)
 */
export class SimulatedDevice implements Router {
  readonly host = '127.0.0.1';
  readonly state: DeviceState;
  port = 0;
  hostKey: string = aKeyPair().private;
  logins = 0;
  #server: NetServer | undefined;
  readonly #sockets = new Set<Socket>();
  #timer: NodeJS.Timeout | undefined;

  static async start(traits: Partial<DeviceTraits> = {}): Promise<SimulatedDevice> {
    const device = new SimulatedDevice({ ...USUAL_DEVICE, ...traits });
    await device.listen();
    return device;
  }

  private constructor(traits: DeviceTraits) {
    this.state = new DeviceState(traits);
  }

  get bootId(): string {
    return this.state.bootId;
  }

  get release(): Release {
    return this.state.release;
  }

  get flashes(): number {
    return this.state.flashes;
  }

  commands(): string[] {
    return [...this.state.commands];
  }

  brought(): string[] {
    return [...this.state.files.keys()];
  }

  stoppedServices(): string[] {
    return [...this.state.stopped];
  }

  configuration(): string {
    return this.state.configuration.toString();
  }

  /** At the same port as before, unless another one is asked for. */
  async listen(port = this.port): Promise<void> {
    const { traits } = this.state;
    const ssh = new Server({ hostKeys: [this.hostKey], ident: 'dropbear' }, (client) => this.#accept(client));
    const server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined); // Who asks goes as it likes.
      if (traits.hangsUpAt === 'handshake') socket.destroy();
      else ssh.injectSocket(socket);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.goDown();
  }

  /** Closes its port and drops whoever is connected. */
  async goDown(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (!server) return;
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Answers nothing any more, and says nothing of it. */
  freeze(): void {
    for (const socket of this.#sockets) socket.pause();
  }

  /** What sysupgrade leads to once it was accepted. */
  flashNow(release: Release, keepsConfiguration: boolean): void {
    const { flash, downFor } = this.state.traits;
    this.state.flashes += 1;
    if (flash === 'does-not-flash') return;
    if (flash === 'freeze') this.freeze();
    else void this.goDown();
    this.#timer = setTimeout(() => {
      void this.#comeBack(flash === 'old-again' ? this.state.release : release, keepsConfiguration);
    }, downFor);
  }

  async #comeBack(release: Release, keepsConfiguration: boolean): Promise<void> {
    await this.goDown();
    if (this.state.traits.flash === 'never-back') return;
    if (release !== this.state.release) this.state.board = this.state.traits.boardAfterFlash ?? this.state.board;
    this.state.restart(release);
    if (!keepsConfiguration) {
      this.hostKey = aKeyPair().private;
      this.state.configuration = Buffer.from('first boot');
    }
    await this.listen();
  }

  #accept(client: Connection): void {
    const { traits } = this.state;
    client.on('error', () => undefined); // Who asks goes as it likes.
    client.on('authentication', (context) => {
      if (traits.hangsUpAt === 'sign-in') return this.dropConnections();
      if (context.method === 'none' && traits.password === undefined) return context.accept();
      if (context.method === 'password' && context.password === traits.password) return context.accept();
      if (context.method === 'publickey' && context.key.data.toString('base64') === traits.authorizedKey) return context.accept();
      context.reject(['password', 'publickey']);
    });
    client.on('ready', () => {
      this.logins += 1;
      client.on('session', (accept) => {
        const session = accept();
        session.on('exec', (acceptExec, _reject, { command }) => {
          const channel: ServerChannel = acceptExec();
          channel.on('error', () => undefined);
          this.#execute(command, channel);
        });
        if (!traits.without.includes('sftp')) session.on('sftp', (acceptSftp) => serveSftp(acceptSftp(), this.state));
      });
    });
  }

  #execute(command: string, channel: ServerChannel): void {
    const { state } = this;
    state.commands.push(command);
    const cut = state.traits.cutAt;
    if (cut?.command.test(command)) {
      const before = state.commands.filter((one) => cut.command.test(one)).length;
      if (!cut.once || before === 1) return this.dropConnections();
    }
    const away = state.traits.goesAwayAt;
    if (away?.test(command) && state.commands.filter((one) => away.test(one)).length === 1) return void this.goDown();
    if (command.startsWith('/sbin/sysupgrade')) state.sysupgrades.add(`/bin/sh ${command}`);
    const begin = () => {
      state.sysupgrades.delete(`/bin/sh ${command}`);
      const flash = (release: Release, keeps: boolean) => this.flashNow(release, keeps);
      runCommand(command, channel, state, flash, () => this.dropConnections());
    };
    const { slowAt } = state.traits;
    if (!slowAt?.command.test(command)) return begin();
    // Who hangs up meanwhile ends it, as a shell that is hung up on does.
    const timer = setTimeout(begin, slowAt.milliseconds);
    channel.once('close', () => clearTimeout(timer));
  }
}

/** Just what writing a file needs. @see draft-ietf-secsh-filexfer-02 */
function serveSftp(sftp: SFTPWrapper, state: DeviceState): void {
  const handle = Buffer.from([0, 0, 0, 1]);
  const done = (id: number) => sftp.status(id, 0);
  let name = '';
  sftp.on('OPEN', (id, path) => {
    name = path;
    state.files.set(path, Buffer.alloc(0));
    sftp.handle(id, handle);
  });
  sftp.on('WRITE', (id, _handle, offset, data) => {
    const before = state.files.get(name) ?? Buffer.alloc(0);
    const grown = Buffer.alloc(Math.max(before.length, offset + data.length));
    before.copy(grown);
    data.copy(grown, offset);
    state.files.set(name, grown);
    done(id);
  });
  sftp.on('FSETSTAT', done);
  sftp.on('SETSTAT', done);
  sftp.on('CLOSE', done);
}
