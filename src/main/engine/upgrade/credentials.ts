import { randomUUID } from 'node:crypto';
import type { Credential, NewCredential } from '../../../shared/contract/credentials.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import type { EngineHost } from '../host.ts';
import type { SshCredential } from '../ssh/credential.ts';
import type { Store } from '../store/database.ts';

interface CredentialsParts {
  readonly database: Store;
  readonly host: Pick<EngineHost, 'now' | 'secrets' | 'environment'>;
  /** How many devices refer to it. */
  usedBy(id: string): number;
  changed(): void;
}

type Row = Omit<Credential, 'devices'>;

interface KeySecret {
  readonly privateKey: string;
  readonly passphrase?: string;
}

/** What signs in to devices: names and users in the database, passwords and keys with the host's secrets. */
export class Credentials {
  readonly #parts: CredentialsParts;

  constructor(parts: CredentialsParts) {
    this.#parts = parts;
  }

  list(): Credential[] {
    return this.#parts.database
      .prepare<[], Row>('SELECT id, name, kind, username, added_at AS addedAt FROM credential ORDER BY name COLLATE NOCASE')
      .all()
      .map((row) => ({ ...row, devices: this.#parts.usedBy(row.id) }));
  }

  /** @throws ProvdeskError `credentials.name-taken`, `ssh.key-unreadable`, `secrets.*`; nothing is kept then */
  async add(wish: NewCredential): Promise<Credential> {
    const { database, host, changed } = this.#parts;
    const { name, kind, username } = wish;
    if (this.list().some((known) => known.name === name)) throw new ProvdeskError('credentials.name-taken', { name });
    if (wish.kind === 'key') await checkKey(wish);
    const row: Row = { id: randomUUID(), name, kind, username, addedAt: host.now() };
    // The secret first: a credential without one would be refused by every device.
    if (wish.kind === 'password') await host.secrets.set(secretOf(row.id), wish.password);
    if (wish.kind === 'key') {
      const { privateKey, passphrase } = wish;
      const secret: KeySecret = { privateKey, ...(passphrase === undefined ? {} : { passphrase }) };
      await host.secrets.set(secretOf(row.id), JSON.stringify(secret));
    }
    database
      .prepare('INSERT INTO credential (id, name, kind, username, added_at) VALUES (@id, @name, @kind, @username, @addedAt)')
      .run(row);
    changed();
    return { ...row, devices: 0 };
  }

  /** @throws ProvdeskError `credentials.unknown`, `credentials.in-use`, `secrets.*` */
  async remove(id: string): Promise<Credential> {
    const credential = this.find(id);
    if (credential.devices > 0)
      throw new ProvdeskError('credentials.in-use', { name: credential.name, devices: credential.devices });
    this.#parts.database.prepare('DELETE FROM credential WHERE id = ?').run(id);
    await this.#parts.host.secrets.remove(secretOf(id));
    this.#parts.changed();
    return credential;
  }

  /** By id or by name. @throws ProvdeskError `credentials.unknown` */
  find(idOrName: string): Credential {
    const found = this.list().find(({ id, name }) => id === idOrName || name === idOrName);
    if (!found) throw new ProvdeskError('credentials.unknown', { credential: idOrName });
    return found;
  }

  /** With their secrets, in this order, for one sign-in. @throws ProvdeskError `credentials.unknown`, `secrets.*`, `ssh.agent-unreachable` */
  async open(ids: readonly string[]): Promise<SshCredential[]> {
    const opened: SshCredential[] = [];
    for (const id of ids) {
      const { name, username, kind } = this.find(id);
      if (kind === 'agent') {
        opened.push({ kind, name, username, socket: this.#agentSocket(name) });
        continue;
      }
      const secret = await this.#parts.host.secrets.get(secretOf(id));
      if (secret === undefined) throw new ProvdeskError('credentials.unknown', { credential: name });
      if (kind === 'password') opened.push({ kind, name, username, password: secret });
      else opened.push({ kind, name, username, ...(JSON.parse(secret) as KeySecret) });
    }
    return opened;
  }

  #agentSocket(credential: string): string {
    const socket = this.#parts.host.environment?.['SSH_AUTH_SOCK'];
    if (socket !== undefined && socket !== '') return socket;
    if (process.platform === 'win32') return '\\\\.\\pipe\\openssh-ssh-agent';
    throw new ProvdeskError('ssh.agent-unreachable', { credential, reason: 'SSH_AUTH_SOCK is not set' });
  }
}

/** Read now, as a typing error would show only at the customer's. @throws ProvdeskError `ssh.key-unreadable` */
async function checkKey({ name, privateKey, passphrase }: NewCredential & { kind: 'key' }): Promise<void> {
  const { default: ssh2 } = await import('ssh2');
  const parsed = ssh2.utils.parseKey(privateKey, passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  const reason =
    key === undefined ? 'no key' : key instanceof Error ? reasonOf(key) : key.isPrivateKey() ? undefined : 'it is a public key';
  if (reason !== undefined) throw new ProvdeskError('ssh.key-unreadable', { credential: name, reason });
}

function secretOf(id: string): string {
  return `ssh.${id}`;
}
