import { type Command, InvalidArgumentError } from 'commander';
import { listen } from '../../../shared/contract/client.ts';
import type { SelfTest, TestCheck, TestFetch } from '../../../shared/contract/serving-test.ts';
import { megabytes, table } from '../../../shared/text.ts';
import { EXIT } from '../exit.ts';
import { failureDocument } from '../output.ts';
import { type CommandLine, withEngine } from '../program.ts';

/** `provdesk diagnose …`: whether what is served can be fetched, and what a server gives. */
export function addDiagnoseCommands(program: Command, line: CommandLine): void {
  const diagnose = program.command('diagnose').description('look for what keeps phones from their files');

  diagnose
    .command('server')
    .description('fetch a test file from every address that is served, as a phone would')
    .option('--address <address>', 'only this address; may be repeated', (text: string, known: string[] | undefined) => [
      ...(known ?? []),
      text,
    ])
    .action(async ({ address }: { address?: string[] }, command: Command) => {
      await withEngine(command, line, async ({ client, backend, output }) => {
        const ended = listen(backend, 'serving.tested', (test) => output.progress(testDocument(test), progressLine(test)));
        const test = await client.serving.test(address ? { addresses: address } : {}).finally(ended);
        output.answer(testDocument(test), testLines(test));
        line.status = statusOf(test);
      });
    });

  diagnose
    .command('fetch <url>')
    .description('fetch a file over tftp://, http:// or https:// to tell what comes; it is not kept')
    .option('--block-size <bytes>', 'of TFTP, 8 to 1468', parseWhole)
    .option('--window <blocks>', 'of TFTP, 1 to 64', parseWhole)
    .action(async (url: string, flags: { blockSize?: number; window?: number }, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const { blockSize, window } = flags;
        const fetched = await client.serving.fetch({
          url,
          ...(blockSize === undefined ? {} : { blockSize }),
          ...(window === undefined ? {} : { windowSize: window }),
        });
        output.answer(fetched, fetchLines(fetched));
      });
    });
}

function parseWhole(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
}

function progressLine({ checks }: SelfTest): string {
  const done = checks.filter(({ result }) => result.kind !== 'waiting' && result.kind !== 'running').length;
  return `Testing: ${done} of ${checks.length}`;
}

function statusOf({ checks }: SelfTest): number {
  const right = checks.filter(({ result }) => result.kind === 'right').length;
  if (right === checks.length) return EXIT.done;
  return right === 0 ? EXIT.failed : EXIT.partly;
}

function testDocument({ startedAt, endedAt, checks }: SelfTest): object {
  return {
    startedAt: new Date(startedAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    checks: checks.map(({ result, ...check }) => ({
      ...check,
      result: result.kind,
      ...(result.kind === 'right' ? { bytes: result.bytes, milliseconds: result.milliseconds } : {}),
      ...(result.kind === 'failed' ? { failure: failureDocument(result.failure) } : {}),
    })),
  };
}

const WAYS: Record<TestCheck['way'], string> = {
  'tftp-512': 'TFTP, blocks of 512',
  'tftp-1428': 'TFTP, blocks of 1428',
  'tftp-window': 'TFTP, windows of 8',
  http: 'HTTP',
  https: 'HTTPS',
};

function testLines({ checks }: SelfTest): string[] {
  const rows = checks.map(({ address, port, way, result }) => [`${address} port ${port}`, WAYS[way], resultText(result)]);
  const failures = new Set(
    checks.flatMap(({ result }) => (result.kind === 'failed' ? `${result.failure.message} [${result.failure.code}]` : [])),
  );
  const hint = 'Rules that let this machine itself through cannot be seen from here: if phones get nothing, test from another.';
  return [...table(['ADDRESS', 'AS', 'RESULT'], rows), ...failures, ...(failures.size === 0 ? [hint] : [])];
}

function resultText(result: TestCheck['result']): string {
  if (result.kind !== 'right') return result.kind;
  return `right, ${result.milliseconds} ms, ${speed(result)}`;
}

function fetchLines(fetched: TestFetch): string[] {
  const { url, bytes, sha256, milliseconds, tftp, certificate } = fetched;
  return [
    `${url}: ${bytes} bytes in ${milliseconds} ms, ${speed(fetched)}`,
    `SHA-256 ${sha256}`,
    ...(tftp ? [`Blocks of ${tftp.blockSize} bytes, windows of ${tftp.windowSize}`] : []),
    ...(certificate === undefined ? [] : [`Certificate ${certificate}`]),
  ];
}

function speed({ bytes, milliseconds }: { readonly bytes: number; readonly milliseconds: number }): string {
  return `${megabytes((bytes * 1000) / milliseconds)}/s`;
}
