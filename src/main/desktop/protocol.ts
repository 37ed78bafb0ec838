import { protocol } from 'electron';
import type { WindowFiles } from '../engine/window-files.ts';

const SCHEME = 'app';
const HOST = 'provdesk';

/** The window's only address. A scheme of our own keeps the window away from the file system and from every web page. */
export const WINDOW_URL = `${SCHEME}://${HOST}/`;

/** Must run before the app is ready. */
export function registerWindowScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Once the app is ready. */
export function serveWindowScheme(files: WindowFiles): void {
  protocol.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    const reply = url.host === HOST && request.method === 'GET' ? files.reply(url.pathname) : undefined;
    if (!reply) return new Response(null, { status: 404 });
    return new Response(reply.body, { status: reply.status, headers: { ...reply.headers } });
  });
}

/** True for a page of ours, by parsed origin: prefixes can be imitated. */
export function isWindowUrl(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === `${SCHEME}:` && url.host === HOST;
}
