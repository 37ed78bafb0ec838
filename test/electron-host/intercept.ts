import type { CDPSession } from 'playwright-core';
import { recorded } from './records.ts';
import { fromMapped, respondTo } from './schemes.ts';

export interface Navigation {
  readonly kind: 'will-navigate' | 'will-frame-navigate' | 'will-redirect';
  /** As main knows it. */
  readonly url: string;
}

export interface Gate {
  /** Main itself goes there: the next navigation to it is not asked about. */
  expect(mappedUrl: string): void;
}

/** Lets through what a registered scheme serves; refuses and records everything else, so that a test can prove no egress. */
export async function intercept(session: CDPSession, onNavigation: (navigation: Navigation) => boolean): Promise<Gate> {
  let expected: string | undefined;
  const topFrame = (await session.send('Page.getFrameTree')).frameTree.frame.id;

  session.on('Fetch.requestPaused', (paused) => {
    const url = fromMapped(paused.request.url);
    void decide(url, paused).catch((error: unknown) => {
      // A page that closed in between has no request to answer any more.
      recorded.problems.push(`${url}: ${String(error)}`);
    });
  });

  async function decide(
    url: string,
    paused: { requestId: string; frameId: string; resourceType: string; request: { url: string; method: string } },
  ) {
    const { requestId, frameId } = paused;
    if (paused.resourceType === 'Document' && isRefused(url, paused.request.url, frameId)) {
      return session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    }
    const response = await respondTo(url, paused.request.method);
    if (!response) {
      recorded.egress.push(url);
      return session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    }
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
    return session.send('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body });
  }

  function isRefused(url: string, mappedUrl: string, frameId: string): boolean {
    if (frameId !== topFrame) return onNavigation({ kind: 'will-frame-navigate', url });
    const byMain = expected === mappedUrl;
    expected = undefined;
    return !byMain && onNavigation({ kind: 'will-navigate', url });
  }

  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  return {
    expect(mappedUrl) {
      expected = mappedUrl;
    },
  };
}
