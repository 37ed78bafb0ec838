import { describe, expect, it } from 'vitest';
import { parseHost } from './host-key.ts';
import { parseExceptions, parseProxy, proxyFor } from './proxy-rules.ts';

const proxies = { http: new URL('http://a:1'), https: new URL('http://b:2'), ftp: null };
const chosen = (url: string, exceptions = '') =>
  proxyFor(new URL(url), { ...proxies, exceptions: parseExceptions(exceptions) })?.port;

describe('which proxy an address is asked through', () => {
  it.each<[string, string, string | undefined]>([
    ['http://fw.example/x', '', '1'],
    ['https://fw.example/x', '', '2'],
    ['ftp://fw.example/x', '', undefined],
    ['file:///etc/hosts', '', undefined],
    ['http://localhost/', '', undefined],
    ['http://x.localhost/', '', undefined],
    ['http://127.0.0.1:8080/', '', undefined],
    ['http://127.9.9.9/', '', undefined],
    ['http://[::1]/', '', undefined],
    ['http://[::ffff:127.0.0.1]/', '', undefined],
    ['http://localhost.example/', '', '1'],
    ['http://127.0.0.1/', '<-loopback>', '1'],
    ['http://127.0.0.1/', '<-loopback>,127.0.0.1', undefined],
    ['http://fw.example/', '*', undefined],
    ['http://fw.example/', 'fw.example', undefined],
    ['http://FW.Example/', 'fw.EXAMPLE', undefined],
    ['http://a.fw.example/', 'fw.example', undefined],
    ['http://a.fw.example/', '.fw.example', undefined],
    ['http://a.fw.example/', '*.fw.example', undefined],
    ['http://notfw.example/', 'fw.example', '1'],
    ['http://fw.example.net/', 'fw.example', '1'],
    ['http://fw.example/', 'fw.example:80', undefined],
    ['https://fw.example/', 'fw.example:443', undefined],
    ['http://fw.example:8080/', 'fw.example:80', '1'],
    ['http://fw.example:8080/', 'other, fw.example:8080', undefined],
    ['http://10.1.2.3/', '10.0.0.0/8', undefined],
    ['http://11.1.2.3/', '10.0.0.0/8', '1'],
    ['http://10.1.2.3/', '0.0.0.0/0', undefined],
    ['http://10.1.2.3/', '10.1.2.3', undefined],
    ['http://110.1.2.3/', '10.1.2.3', '1'],
    ['http://10.1.2.3/', '2.3', '1'],
    ['http://10.1.2.3/', '10.0.0.0/99', '1'],
    ['http://[fd00::7]/', 'fd00::/8', undefined],
    ['http://[fd00::7]/', 'fd00::7', undefined],
    ['http://[fd00::7]:8080/', '[fd00::7]:8080', undefined],
    ['http://[fd00::7]/', 'fe80::/10', '1'],
    ['http://[fd00::7]/', '10.0.0.0/8', '1'],
    ['http://fw.example/', '10.0.0.0/8 not/anetwork', '1'],
  ])('%s except %j: %j', (url, exceptions, port) => {
    expect(chosen(url, exceptions)).toBe(port);
  });
});

describe('the address of a proxy', () => {
  it.each<[string, string | undefined]>([
    ['http://proxy:3128', 'http://proxy:3128/'],
    ['http://proxy:3128/', 'http://proxy:3128/'],
    ['https://proxy', 'https://proxy/'],
    ['proxy:3128', 'http://proxy:3128/'],
    ['10.0.0.1:8080', 'http://10.0.0.1:8080/'],
    ['socks5://proxy:1080', undefined],
    ['http://proxy:3128/path', undefined],
    ['http://proxy:99999', undefined],
    ['http://', undefined],
    ['', undefined],
    ['a proxy', undefined],
  ])('%j is %j', (text, href) => {
    expect(parseProxy(text)?.href).toBe(href);
  });
});

describe('how a host is named in sign-ins', () => {
  it.each<[string, string | undefined]>([
    ['fw.example', 'fw.example'],
    ['FW.example', 'fw.example'],
    ['fw.example:8080', 'fw.example:8080'],
    ['fw.example:443', 'fw.example'],
    ['https://fw.example/a/b?c', 'fw.example'],
    ['http://fw.example:8080/a', 'fw.example:8080'],
    ['ftp://fw.example:2121/a', 'fw.example:2121'],
    ['[::1]:8080', '[::1]:8080'],
    ['user:secret@fw.example', undefined],
    ['https://user:secret@fw.example/', undefined],
    ['fw.example/path', undefined],
    ['fw.example:port', undefined],
    ['', undefined],
  ])('%j is %j', (text, host) => {
    expect(parseHost(text)).toBe(host);
  });
});
