import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { ProvdeskError, reasonOf } from '../../shared/failures.ts';

/** One answer for the window's documents and assets, whatever carries it: HTTP, or the desktop's own scheme. */
export interface WindowReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The built window in memory. Safe by construction: a path that was not a file at start is not found. */
export interface WindowFiles {
  /** `/` or `/assets/x.js`, without query. Undefined where there is no such file. */
  reply(path: string): WindowReply | undefined;
}

const MOST_FILES = 1000;
const MOST_BYTES = 64 * 1024 * 1024;
const NONCE_MARK = '__CSP_NONCE__';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * Reads the built window once. Source maps and the build's own manifest are left out.
 * Throws `store.unreadable` where the folder cannot be read or holds no `index.html`.
 */
export async function readWindowFiles(rendererDir: string): Promise<WindowFiles> {
  const files = await readAll(rendererDir);
  const index = files.get('/index.html');
  if (!index) throw new ProvdeskError('store.unreadable', { path: rendererDir, reason: 'it holds no index.html' });
  const page = Buffer.from(index).toString('utf8');
  return {
    reply(path) {
      if (path === '/' || path === '/index.html') return documentReply(page);
      const body = files.get(path);
      return body && assetReply(path, body);
    },
  };
}

/** A whole HTML document under the window's policy; `__CSP_NONCE__` in it becomes this answer's nonce. */
export function documentReply(page: string, status = 200): WindowReply {
  const nonce = randomBytes(16).toString('base64');
  const body = Buffer.from(page.replaceAll(NONCE_MARK, nonce));
  return {
    status,
    headers: {
      ...commonHeaders('text/html; charset=utf-8', body),
      'cache-control': 'no-store',
      'content-security-policy': policy(nonce),
    },
    body,
  };
}

/** Nothing but our own files; inline styles only with the nonce of this very answer. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function assetReply(path: string, body: Uint8Array<ArrayBuffer>): WindowReply {
  const type = CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
  // The build names what lies in assets/ by its content, so a name never changes its bytes.
  const caching = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { status: 200, headers: { ...commonHeaders(type, body), 'cache-control': caching }, body };
}

function commonHeaders(type: string, body: Uint8Array): Record<string, string> {
  return {
    'content-type': type,
    'content-length': String(body.byteLength),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

async function readAll(rendererDir: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let bytes = 0;
  try {
    for (const entry of await readdir(rendererDir, { recursive: true, withFileTypes: true })) {
      const filePath = join(entry.parentPath, entry.name);
      const path = `/${relative(rendererDir, filePath).split(sep).join('/')}`;
      if (!entry.isFile() || path.endsWith('.map') || path.startsWith('/.vite/')) continue;
      const body = await readFile(filePath);
      bytes += body.byteLength;
      if (files.size >= MOST_FILES || bytes > MOST_BYTES) throw new Error('it is too large to be the window');
      files.set(path, body);
    }
  } catch (error) {
    throw new ProvdeskError('store.unreadable', { path: rendererDir, reason: reasonOf(error) }, { cause: error });
  }
  return files;
}
