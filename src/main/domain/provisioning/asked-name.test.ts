import { describe, expect, it } from 'vitest';
import { askedName } from './asked-name.ts';

describe('askedName', () => {
  it.each([
    ['http', '/firmware/x.rom', 'firmware/x.rom'],
    ['http', '///a//./b.cfg', 'a/b.cfg'],
    ['http', '/a%20b%5B1%5D%2C.rom', 'a b[1],.rom'],
    ['http', '/a[1],b.rom', 'a[1],b.rom'],
    ['http', '/a\\b\\c.cfg', 'a/b/c.cfg'],
    ['http', '/x.cfg?mac=1#top', 'x.cfg'],
    ['http', 'http://10.0.0.1:80/x.cfg', 'x.cfg'],
    ['http', '/100%.cfg', '100%.cfg'],
    ['http', '/100%zz.cfg', '100%zz.cfg'],
    ['http', '/caf%C3%A9.cfg', 'café.cfg'],
    ['http', '/caf\u00e9.cfg', 'caf\u00e9.cfg'],
    ['http', '/cafe%CC%81.cfg', 'café.cfg'],
    ['http', '/a%2fb.cfg', 'a/b.cfg'],
    ['http', '/a%2520b', 'a%20b'],
    ['tftp', '/x.cfg', 'x.cfg'],
    ['tftp', 'x%20y.cfg', 'x%20y.cfg'],
    ['tftp', '\\dir\\x.cfg', 'dir/x.cfg'],
    ['tftp', './x.cfg', 'x.cfg'],
    ['tftp', 'x.cfg\0junk', 'x.cfg'],
    ['tftp', '..x', '..x'],
  ] as const)('%s %j is %s', (protocol, raw, path) => {
    expect(askedName(protocol, raw)).toEqual({ kind: 'name', path });
  });

  it.each([
    ['http', '/../etc/passwd', 'outside-root'],
    ['http', '/a/..%2f..%2fb', 'outside-root'],
    ['http', '/%2e%2e/b', 'outside-root'],
    ['http', '/..\\b', 'outside-root'],
    ['tftp', '../x', 'outside-root'],
    ['tftp', '..\\x', 'outside-root'],
    ['http', '/', 'bad-name'],
    ['tftp', '', 'bad-name'],
    ['http', '/a%00b', 'bad-name'],
    ['tftp', 'a\nb', 'bad-name'],
    ['tftp', 'x'.repeat(3000), 'bad-name'],
  ] as const)('%s %j is refused: %s', (protocol, raw, reason) => {
    expect(askedName(protocol, raw)).toEqual({ kind: 'refused', reason });
  });
});
