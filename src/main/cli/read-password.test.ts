import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../test/builders/coded-failure.ts';
import { readPassword } from './read-password.ts';

function terminal(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.ReadStream & PassThrough;
  const shown: string[] = [];
  const output = new PassThrough().on('data', (chunk: Buffer) => shown.push(chunk.toString())) as unknown as NodeJS.WriteStream;
  return { input, output, shown };
}

describe('a password', () => {
  it('is typed at a prompt that shows nothing of it', async () => {
    const { input, output, shown } = terminal(true);
    const read = readPassword('Password: ', input, output);
    input.write('hush, qui\u007fet\r');
    expect(await read).toBe('hush, quet');
    expect(shown.join('')).toBe('Password: \n');
  });

  it('is none where the prompt is left', async () => {
    const { input, output } = terminal(true);
    const read = readPassword('Password: ', input, output);
    input.write('hus\u0003');
    expect((await failureOf(read)).code).toBe('contract.invalid-input');
  });

  it.each([
    ['hush\n', 'hush'],
    ['hush\r\nmore\n', 'hush'],
    ['hush', 'hush'],
    [' hush \n', ' hush '],
    ['\n', ''],
  ])('is the first line of what is piped in: %j', async (piped, password) => {
    const { input, output, shown } = terminal(false);
    input.end(piped);
    expect(await readPassword('Password: ', input, output)).toBe(password);
    expect(shown).toEqual([]);
  });

  it('is missing where nothing is piped in', async () => {
    const { input, output } = terminal(false);
    input.end();
    expect(await failureOf(readPassword('Password: ', input, output))).toMatchObject({
      code: 'contract.invalid-input',
      facts: { field: 'password' },
    });
  });
});
