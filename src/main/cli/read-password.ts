import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { ProvdeskError } from '../../shared/failures.ts';

const LONGEST = 10_000;

/**
 * A password from a prompt that shows nothing of it, or the first line of what is piped in: never an argument, which
 * every program on the machine can read.
 *
 * @throws ProvdeskError `contract.invalid-input` where there is none
 */
export async function readPassword(prompt: string, input: NodeJS.ReadStream, terminal: NodeJS.WriteStream): Promise<string> {
  const password = input.isTTY ? await promptFor(prompt, input, terminal) : await firstLine(input);
  if (password !== undefined) return password;
  throw new ProvdeskError('contract.invalid-input', { field: 'password', reason: 'none came on standard input' });
}

async function promptFor(prompt: string, input: NodeJS.ReadStream, terminal: NodeJS.WriteStream): Promise<string | undefined> {
  terminal.write(prompt);
  // Line editing works on this; nobody sees it.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  try {
    return await new Promise((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(undefined));
      lines.once('SIGINT', () => lines.close());
    });
  } finally {
    lines.close();
    terminal.write('\n');
  }
}

async function firstLine(input: NodeJS.ReadStream): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk as Uint8Array);
    chunks.push(bytes);
    size += bytes.length;
    if (bytes.includes(10) || size > LONGEST) break;
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (text.split(/\r?\n/)[0] ?? '');
}
