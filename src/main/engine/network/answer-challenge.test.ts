import { describe, expect, it } from 'vitest';
import { answerChallenge } from './answer-challenge.ts';
import { chooseChallenge } from './challenge.ts';

const answered = (header: string, signIn = mufasa, asked = inTheRfc) => {
  const challenge = chooseChallenge(header);
  return 'unknown' in challenge ? challenge.unknown : answerChallenge(challenge, signIn, asked);
};
const responseIn = (header: string) => /response="([0-9a-f]+)"/.exec(header)?.[1];

const mufasa = { user: 'Mufasa', password: 'Circle of Life' };
const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
const rfc = `realm="http-auth@example.org", qop="auth, auth-int", nonce="${nonce}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
const inTheRfc = { method: 'GET', uri: '/dir/index.html', count: 1, cnonce };

describe('the answer to a challenge', () => {
  // RFC 7616 §3.9.1 with both of its algorithms.
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('is the one of RFC 7616 for %s', (algorithm, response) => {
    const header = answered(`Digest ${rfc}, algorithm=${algorithm}`);
    expect(responseIn(header)).toBe(response);
    expect(header).toContain('qop=auth, nc=00000001');
    expect(header).toContain(`algorithm=${algorithm}`);
  });

  it('is the one of RFC 2617 without an algorithm, and without qop that of RFC 2069', () => {
    const signIn = { user: 'Mufasa', password: 'Circle Of Life' };
    const asked = { method: 'GET', uri: '/dir/index.html', count: 1, cnonce: '0a4f113b' };
    const realm =
      'realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    expect(responseIn(answered(`Digest ${realm}, qop="auth"`, signIn, asked))).toBe('6629fae49393a05397450978507c4ef1');
    const old = answered(`Digest ${realm}`, signIn, asked);
    expect(responseIn(old)).toBe('670fd8c2df070c60b045671b8b24ff02');
    expect(old).not.toMatch(/nc=|cnonce|qop/);
  });

  it('is Basic in UTF-8', () => {
    expect(answered('Basic realm="x"', { user: 'Jäger', password: 'ä:b' })).toBe('Basic SsOkZ2VyOsOkOmI=');
  });

  it('hides the user where the server asks for it, and writes names beyond ASCII in their own form', () => {
    const hidden = answered(`Digest ${rfc}, algorithm=SHA-256, userhash=true`);
    expect(hidden).toMatch(/^Digest username="[0-9a-f]{64}", userhash=true/);
    expect(answered(`Digest ${rfc}`, { user: 'Jäsøn (Doe)', password: 'x' })).toContain(
      "username*=UTF-8''J%C3%A4s%C3%B8n%20%28Doe%29",
    );
  });

  it('escapes what would end a quotation', () => {
    expect(answered('Digest realm="a \\"b\\"", nonce="n"', { user: 'u"\\', password: 'p' })).toContain(
      'username="u\\"\\\\", realm="a \\"b\\""',
    );
  });
});

describe('of several challenges', () => {
  it.each([
    ['Basic realm="a, Digest", Digest realm="b", nonce="n", algorithm=SHA-256', 'sha256'],
    ['Digest realm="b", nonce="n", algorithm=MD5, Digest realm="b", nonce="m", algorithm=SHA-256', 'sha256'],
    ['Digest realm="b", nonce="n", algorithm=SHA-512-256, Digest realm="b", nonce="m"', 'md5'],
    ['Negotiate, NTLM, Basic realm="a"', 'basic'],
    ['Digest realm="b", nonce="n", qop="auth-int", Basic realm="a"', 'basic'],
    ['basic', 'basic'],
  ])('%s: %s', (header, chosen) => {
    const challenge = chooseChallenge(header);
    expect('unknown' in challenge ? challenge.unknown : challenge.scheme === 'basic' ? 'basic' : challenge.hash).toBe(chosen);
  });

  it.each([
    ['Negotiate, NTLM', 'negotiate, ntlm'],
    ['Digest realm="b", nonce="n", qop="auth-int"', 'digest auth-int'],
    ['Digest realm="b", nonce="n", algorithm=SHA-512-256', 'digest SHA-512-256'],
    ['Bearer token68==', 'bearer'],
    ['"', '?'],
    [undefined, '?'],
  ])('%s has none that we know, and says so: %s', (header, names) => {
    expect(chooseChallenge(header)).toEqual({ unknown: names });
  });

  it('reads a hostile header in no time', () => {
    expect(chooseChallenge(`Digest ${'a="\\'.repeat(20_000)}`)).toHaveProperty('unknown');
    expect(chooseChallenge(',='.repeat(50_000))).toHaveProperty('unknown');
  });
});
