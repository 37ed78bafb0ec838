import { app, type Session, type WebContents } from 'electron';
import type { Log } from '../engine/host.ts';
import { isWindowUrl } from './protocol.ts';

/** Refuses every way out of the window's own page, for each window that will ever be made. */
export function lockDown(log: Log): void {
  app.on('web-contents-created', (_event, contents) => keepAtHome(contents, log));
}

/** Refuses what pages may ask of the machine; copying an address is all that ours does. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === 'clipboard-sanitized-write'));
  session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
  session.setDevicePermissionHandler(() => false);
}

function keepAtHome(contents: WebContents, log: Log): void {
  const refuse = (what: string, url: string) => log.warn('window', 'refused to leave its page', { what, url: url.slice(0, 200) });
  contents.on('will-navigate', (event) => {
    if (isWindowUrl(event.url)) return;
    event.preventDefault();
    refuse('navigation', event.url);
  });
  contents.on('will-redirect', (event) => {
    if (isWindowUrl(event.url)) return;
    event.preventDefault();
    refuse('redirect', event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    if (isWindowUrl(event.url)) return;
    event.preventDefault();
    refuse('frame', event.url);
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    refuse('new window', url);
    return { action: 'deny' };
  });
}
