import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import type { Answer, ProvisioningRequest } from '../../src/main/domain/provisioning/request.ts';
import type { Duties } from '../../src/main/engine/serving/duties.ts';
import { Ledger, type RequestEnd } from '../../src/main/engine/serving/ledger.ts';

export interface ServedFolder {
  readonly root: string;
  readonly duties: Duties;
  /** Oldest first. */
  readonly ends: RequestEnd[];
  put(name: string, bytes: Buffer | string): string;
  /** The end of the nth request, from 1, once it is there. Rejects after ten seconds. */
  end(nth: number): Promise<RequestEnd>;
  remove(): void;
}

/** A folder behind the rules that a server needs: no plugin, no device, only files, and a record of what ended how. */
export function serveFolder(
  answer: (request: ProvisioningRequest, root: string) => Answer | Promise<Answer> = answerFrom,
): ServedFolder {
  const root = mkdtempSync(join(tmpdir(), 'provdesk-served-'));
  const ends: RequestEnd[] = [];
  const waiting = new Set<() => void>();
  const ledger = new Ledger(
    {
      onBegin: () => undefined,
      onEnd: (_transfer, end) => {
        ends.push(end);
        for (const look of waiting) look();
      },
    },
    () => Date.now(),
  );
  return {
    root,
    ends,
    duties: { answer: async (request) => answer(request, root), watch: (request) => ledger.watch(request) },
    put(name, bytes) {
      const path = join(root, name);
      writeFileSync(path, bytes);
      return path;
    },
    end: (nth) =>
      new Promise((found, reject) => {
        const timer = setTimeout(() => reject(new Error(`only ${ends.length} of ${nth} requests ended`)), 10_000);
        const look = () => {
          const end = ends[nth - 1];
          if (!end) return;
          waiting.delete(look);
          clearTimeout(timer);
          found(end);
        };
        waiting.add(look);
        look();
      }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export function answerFrom(request: ProvisioningRequest, root: string): Answer {
  const name = request.protocol === 'http' ? decodeURIComponent(request.path.replace(/\?.*$/, '')) : request.path;
  const filePath = resolve(root, name.replaceAll('\\', '/').replace(/^\/+/, ''));
  if (!filePath.startsWith(root + sep)) return { kind: 'refused', reason: 'outside-root' };
  const found = statSync(filePath, { throwIfNoEntry: false });
  if (!found) return { kind: 'refused', reason: 'not-found' };
  return { kind: 'file', filePath, size: found.size, modifiedAt: found.mtimeMs, sha256: null, served: name, from: 'files' };
}
