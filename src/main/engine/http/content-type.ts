import { extname } from 'node:path/posix';

/** What phones and routers are served, by the end of the name. No charset: some parsers stumble over it. */
const TYPES: Readonly<Record<string, string>> = {
  '.boot': 'text/plain',
  '.cfg': 'text/plain',
  '.conf': 'text/plain',
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.gif': 'image/gif',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.ini': 'text/plain',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.log': 'text/plain',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.wav': 'audio/wav',
  '.xml': 'application/xml',
};

/** `path` as it is published, `/` between its parts. */
export function contentTypeOf(path: string): string {
  return TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
}
