import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MatchedFile, UnmatchedFile } from '../../shared/contract/files.ts';
import type { Reply, Transport } from '../../shared/contract/kit.ts';
import type { Measured } from '../../shared/contract/repo.ts';
import type { Operation } from '../../shared/contract/operations.ts';
import { type Failure, failureOf, ProvdeskError } from '../../shared/failures.ts';
import {
  MOST_UPLOAD_BYTES,
  type UploadPurpose,
  uploadPurposes,
  type UploadWish,
  uploadWishes,
} from '../../shared/values/upload.ts';
import { type HandedFile, receiveHandedFile } from '../engine/handed-file.ts';

const MOST_AT_ONCE = 4;
/** A browser that sends nothing for so long is gone. */
const STALL_MS = 30_000;
const MOST_NAME = 255;

/** What an upload asks for; undefined where an address is none of ours. */
export interface Upload {
  readonly purpose: UploadPurpose;
  readonly name: string;
  /** Checked where the call is. */
  readonly wish: UploadWish;
}

export function parseUpload(url: URL): Upload | undefined {
  const purpose = uploadPurposes.find((known) => url.pathname === `/upload/${known}`);
  const name = url.searchParams.get('name') ?? '';
  if (!purpose || name === '' || name.length > MOST_NAME) return undefined;
  const said = uploadWishes.map((field) => [field, url.searchParams.get(field)] as const).filter(([, value]) => value !== null);
  return { purpose, name, wish: Object.fromEntries(said) };
}

export interface Uploads {
  /** Answers with a reply of the contract: of the call that its purpose names. Never throws. */
  take(upload: Upload, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/**
 * Files that a browser hands over: streamed below the data folder's `tmp`, given to the engine by path, and removed
 * when the engine has taken them or refused them. Who may do so is settled before.
 */
export function createUploads(dataDir: string, transport: Transport): Uploads {
  let running = 0;
  return {
    async take(upload, request, response) {
      if (running >= MOST_AT_ONCE) return answer(response, refused(new ProvdeskError('files.too-many-uploads')));
      running += 1;
      try {
        const file = await receive(dataDir, upload.name, request);
        answer(response, await takers[upload.purpose](transport, file, upload));
      } catch (error) {
        answer(response, refused(error));
      } finally {
        running -= 1;
      }
    },
  };
}

async function receive(dataDir: string, name: string, request: IncomingMessage): Promise<HandedFile> {
  const announced = request.headers['content-length'] ?? '';
  const size = /^\d{1,15}$/.test(announced) ? Number(announced) : undefined;
  if (size === undefined) throw new ProvdeskError('contract.invalid-input', { field: 'content-length', reason: 'it is missing' });
  if (size > MOST_UPLOAD_BYTES) throw new ProvdeskError('files.too-large', { path: name, size, limit: MOST_UPLOAD_BYTES });
  return receiveHandedFile(dataDir, { name, size, chunks: watched(request, name) });
}

/** The request's bytes, until it sends nothing for too long. */
async function* watched(request: IncomingMessage, name: string): AsyncGenerator<Uint8Array> {
  const stalled = () => request.destroy(new ProvdeskError('source.stalled', { url: name, seconds: STALL_MS / 1000 }));
  let timer = setTimeout(stalled, STALL_MS);
  try {
    for await (const chunk of request as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(stalled, STALL_MS);
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
  }
}

const takers: Record<UploadPurpose, (transport: Transport, file: HandedFile, upload: Upload) => Promise<Reply>> = {
  files: addFile,
  plugin: installFrom,
  measure,
  inspect: (transport, file, { name }) => aboutImage(transport, file, name, 'images.inspect', {}),
  image: (transport, file, { name, wish }) => aboutImage(transport, file, name, 'images.add', wish),
};

async function addFile(transport: Transport, file: HandedFile, { name }: Upload): Promise<Reply> {
  try {
    const reply = await transport.request('files.add', { paths: [file.path] });
    if (!reply.ok) return reply;
    const { matched, unmatched } = reply.value as { matched: MatchedFile[]; unmatched: UnmatchedFile[] };
    return {
      ok: true,
      value: {
        matched: matched.map((each) => ({ ...each, path: name })),
        unmatched: unmatched.map(({ failure }) => ({ path: name, failure: namedFailure(failure, name) })),
      },
    };
  } finally {
    await file.remove();
  }
}

async function measure(transport: Transport, file: HandedFile, { name }: Upload): Promise<Reply> {
  try {
    const reply = await transport.request('repo.measure', { paths: [file.path] });
    if (!reply.ok) return reply;
    const { files, failed } = reply.value as Measured;
    return {
      ok: true,
      value: {
        files: files.map((each) => ({ ...each, path: name, filename: name })),
        failed: failed.map(({ failure }) => ({ path: name, failure: namedFailure(failure, name) })),
      },
    };
  } finally {
    await file.remove();
  }
}

/** An image is read, or kept, before its call is answered. */
async function aboutImage(transport: Transport, file: HandedFile, name: string, call: string, wish: UploadWish): Promise<Reply> {
  try {
    const reply = await transport.request(call, { ...wish, path: file.path });
    return reply.ok ? reply : { ok: false, failure: namedFailure(reply.failure, name) };
  } finally {
    await file.remove();
  }
}

/** A failure about the file as its owner knows it: where it lay for a moment says nothing to anybody. */
function namedFailure({ code, facts }: Failure, name: string): Failure {
  return new ProvdeskError(code, 'path' in facts ? { ...facts, path: name } : facts).failure;
}

/** The archive is read while the operation runs, and goes when it has ended. */
async function installFrom(transport: Transport, file: HandedFile): Promise<Reply> {
  const ended = new Set<string>();
  let hearEnd = (id: string) => void ended.add(id);
  const unsubscribe = transport.subscribe((name, payload) => {
    if (name !== 'operations.changed') return;
    const { id, state } = payload as Operation;
    if (state !== 'running') hearEnd(id);
  });
  const finish = () => {
    unsubscribe();
    void file.remove();
  };
  const reply = await transport.request('plugins.install', { ids: [], from: file.path });
  const started = reply.ok ? (reply.value as { operation: string }).operation : undefined;
  if (started === undefined || ended.has(started)) finish();
  else
    hearEnd = (id) => {
      if (id === started) finish();
    };
  return reply;
}

function refused(error: unknown): Reply {
  return { ok: false, failure: failureOf(error) };
}

/** Where the browser still sends, nobody reads on: the connection ends with the answer. */
function answer(response: ServerResponse, reply: Reply): void {
  if (response.destroyed || response.writableEnded) return;
  const body = Buffer.from(JSON.stringify(reply));
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': String(body.byteLength),
    'cache-control': 'no-store',
    ...(response.req.complete ? {} : { connection: 'close' }),
  });
  response.end(body);
}
