import { expect, it } from 'vitest';
import { type EndedTest, type ImageTest, readImageTest } from './read-image-test.ts';

const exited = (code: number, stderr = ''): EndedTest => ({ kind: 'exited', code, stdout: '', stderr });
const NO = 'Sat Nov 21 10:00:00 UTC 2026 upgrade: Image metadata not present\nImage check failed.\n';

it.each<[what: string, ended: EndedTest, says: ImageTest]>([
  ['nothing, and 0', exited(0), 'accepted'],
  ['a warning, and 0', exited(0, 'upgrade: Image metadata not present\n'), 'accepted'],
  ['no', exited(1, NO), 'refused'],
  ['a usage', exited(1, 'Usage: /sbin/sysupgrade'), 'refused'],
  ['a board whose name has the word', exited(1, 'upgrade: Device acme,killed-by-death not supported by this image'), 'refused'],
  ['nothing: a signal ended it', { kind: 'killed', stdout: '', stderr: '' }, 'ended'],
  ['nothing: the connection went', { kind: 'cut', stdout: '', stderr: '' }, 'ended'],
  ['137: SIGKILL, told by a shell', exited(137), 'ended'],
  ['143: SIGTERM', exited(143, NO), 'ended'],
  ['no, as its helper was killed', exited(1, `Killed\n${NO}`), 'ended'],
  ['no, as it could not begin one', exited(1, `/sbin/sysupgrade: line 1: can't fork: Out of memory\n${NO}`), 'ended'],
  ['no, as there was no memory', exited(2, 'tar: Cannot allocate memory\n'), 'ended'],
])('a test of an image that says %s', (_what, ended, says) => {
  expect(readImageTest(ended)).toBe(says);
});
