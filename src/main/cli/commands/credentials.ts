import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { Credential, NewCredential } from '../../../shared/contract/credentials.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { table } from '../../../shared/text.ts';
import { type CommandLine, withEngine } from '../program.ts';
import { readPassword } from '../read-password.ts';

interface AddFlags {
  readonly user: string;
  readonly key?: string;
  readonly agent?: boolean;
  readonly passphrase?: boolean;
}

/** `provdesk credentials …`: who signs in to devices. Passwords come from a prompt or standard input, never as an argument. */
export function addCredentialCommands(program: Command, line: CommandLine): void {
  const credentials = program.command('credentials').description('who signs in to devices over SSH');

  credentials
    .command('list')
    .description('every credential, without its secret')
    .action(async (_flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const known = await client.credentials.list(undefined);
        output.answer({ credentials: known }, known.length === 0 ? ['No credential is kept.'] : table(HEADER, known.map(row)));
      });
    });

  credentials
    .command('add <name>')
    .description('keep a password, a key, or the keys of your SSH agent, by a name')
    .option('--user <user>', 'as whom', 'root')
    .option('--key <file>', 'a private key file in place of a password')
    .option('--passphrase', 'the key is locked: its passphrase comes from a prompt or standard input')
    .option('--agent', 'the keys of your SSH agent in place of a password')
    .action(async (name: string, flags: AddFlags, command: Command) => {
      if (flags.key !== undefined && flags.agent) command.error('error: choose either --key or --agent');
      if (flags.passphrase && flags.key === undefined) command.error('error: --passphrase is of a --key');
      const wish = await wishOf(name, flags);
      await withEngine(command, line, async ({ client, output }) => {
        const kept = await client.credentials.add(wish);
        output.answer(kept, [`“${kept.name}” is kept: ${kept.kind} of ${kept.username}.`]);
      });
    });

  credentials
    .command('remove <name>')
    .description('forget a credential that no device uses')
    .action(async (name: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const removed = await client.credentials.remove({ id: name });
        output.answer(removed, [`“${removed.name}” is forgotten.`]);
      });
    });
}

const HEADER = ['NAME', 'KIND', 'USER', 'DEVICES'];

function row({ name, kind, username, devices }: Credential): string[] {
  return [name, kind, username, String(devices)];
}

async function wishOf(name: string, { user: username, key, agent, passphrase }: AddFlags): Promise<NewCredential> {
  if (agent) return { kind: 'agent', name, username };
  const ask = async (prompt: string) => await readPassword(prompt, process.stdin, process.stderr);
  if (key === undefined) return { kind: 'password', name, username, password: await ask(`Password of ${username}: `) };
  const keyPath = path.resolve(key);
  const privateKey = await readFile(keyPath, 'utf8').catch((error: unknown) => {
    throw new ProvdeskError('ssh.key-unreadable', { credential: name, reason: reasonOf(error) }, { cause: error });
  });
  return {
    kind: 'key',
    name,
    username,
    privateKey,
    ...(passphrase ? { passphrase: await ask(`Passphrase of ${keyPath}: `) } : {}),
  };
}
