import type { Operation } from '../../src/shared/contract/operations.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { morning } from './morning.ts';

/** Install all in the middle of its way. */
export function runningInstallAll(): Operation {
  const waiting = (id: string, size: number) => ({
    id,
    state: 'waiting' as const,
    files: [{ name: `${id}.zip`, done: 0, total: size, state: 'waiting' as const }],
  });
  return {
    id: 'op-1',
    kind: 'packages.install-all',
    plugin: 'wazo-yealink-v86',
    state: 'running',
    startedAt: morning,
    bytes: 41_000_000,
    bytesHere: 9_840_000,
    revision: 40,
    items: [
      {
        id: 'CP925-fw',
        state: 'success',
        files: [{ name: 'CP925-148.86.0.5.zip', done: 48_100_000, total: 48_100_000, state: 'here' }],
      },
      {
        id: 'T27G-fw',
        state: 'installing',
        files: [{ name: 'T27G-69.86.0.15.zip', done: 9_840_000, total: 9_840_000, state: 'here' }],
      },
      {
        id: 'T43U_T46U_T41U_T48U_T42U_T44-fw',
        state: 'downloading',
        files: [
          {
            name: 'T46U(T43U,T46U,T41U,T48U,T42U,T44)-108.86.0.90.zip',
            done: 17_900_000,
            total: 25_300_000,
            state: 'downloading',
          },
        ],
      },
      {
        id: 'T3X-fw',
        state: 'downloading',
        files: [{ name: 'T3X-124.86.0.75.zip', done: 3_100_000, total: 22_000_000, state: 'downloading' }],
      },
      waiting('T53_T53C_T53W_T54W_T57W-fw', 31_000_000),
      waiting('lang-packs', 412_000),
    ],
  };
}

/** The same, ended with failures. */
export function partlyDone(): Operation {
  const failure = (code: 'packages.digest-mismatch' | 'packages.file-missing', facts: Record<string, string>) => ({
    code,
    remedy: 'ask-vendor' as const,
    message: code,
    facts,
  });
  const { items, ...operation } = runningInstallAll();
  return {
    ...operation,
    state: 'partial',
    finishedAt: morning + 21_400,
    bytes: 118_000_000,
    revision: 90,
    items: items.map((item) => {
      if (item.id === 'lang-packs') {
        const facts = {
          file: 'lang-packs.zip',
          expected: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
          actual: '5e7c51b0149dcf7c265575ff28f5a8a75c0d1bd8',
        };
        return { ...item, state: 'failed' as const, failure: failure('packages.digest-mismatch', facts) };
      }
      if (item.id.startsWith('T53'))
        return { ...item, state: 'failed' as const, failure: failure('packages.file-missing', { file: 'T5X-96.86.0.45.rom' }) };
      return { ...item, state: 'success' as const };
    }),
  };
}

/** What a closed lid left of it. */
export function interrupted(): Operation {
  const operation = partlyDone();
  const items = operation.items.map((item) =>
    item.state === 'failed' ? { ...item, failure: new ProvdeskError('operations.interrupted').failure } : item,
  );
  return { ...operation, id: 'op-0', state: 'interrupted', items };
}

/** Everything of every plugin: more than fits on any screen. */
export function largeInstallAll(count: number): Operation {
  const { plugin: _, ...operation } = runningInstallAll();
  return {
    ...operation,
    scope: {},
    items: Array.from({ length: count }, (__, index) => ({
      id: `package-${index}`,
      plugin: index % 2 === 0 ? 'wazo-yealink-v86' : 'wazo-snom-10.1.184.15',
      state: index < 3 ? ('downloading' as const) : ('waiting' as const),
      files: [{ name: `p${index}.zip`, done: index < 3 ? 5_000_000 : 0, total: 20_000_000, state: 'waiting' as const }],
    })),
  };
}

/** A package whose file lies behind a sign-in that nobody has entered. */
export function withoutSignIn(): Operation {
  const facts = { host: 'fw.vendor.example', url: 'https://fw.vendor.example/gated/T46U-108.86.0.90.rom' };
  const { items, ...operation } = partlyDone();
  return {
    ...operation,
    items: items.map((item) =>
      item.failure
        ? { ...item, failure: { code: 'source.sign-in-needed' as const, remedy: 'check-input' as const, message: '', facts } }
        : item,
    ),
  };
}
