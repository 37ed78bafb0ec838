import { describe, expect, it } from 'vitest';
import type { Mac } from '../../../shared/values/mac.ts';
import type { ProvisioningRequest } from '../provisioning/request.ts';
import { yealink } from './yealink.ts';

function asks(path: string, userAgent: string | null = null): ProvisioningRequest {
  return { protocol: userAgent === null ? 'tftp' : 'http', method: 'GET', path, ip: '192.0.2.1', userAgent };
}

describe('Yealink', () => {
  const mac = '80:5e:c0:aa:bb:cc';
  it.each([
    [
      'Yealink SIP-T46G 28.72.0.1 00:15:65:4a:a9:37',
      { vendor: 'Yealink', model: 'T46G', version: '28.72.0.1', mac: '00:15:65:4a:a9:37' },
    ],
    ['Yealink SIP-T54W 96.86.0.65 80:5E:C0:AA:BB:CC', { vendor: 'Yealink', model: 'T54W', version: '96.86.0.65', mac }],
    ['Yealink W90DM 130.87.0.18 80:5e:c0:aa:bb:cc', { vendor: 'Yealink', model: 'W90DM', version: '130.87.0.18', mac }],
    ['Yealink SIP VP-T49G 51.80.0.100', { vendor: 'Yealink', model: 'T49G', version: '51.80.0.100' }],
    ['W52P 25.30.0.20', { vendor: 'Yealink', model: 'W52P', version: '25.30.0.20' }],
    ['VP530P 23.70.0.40', { vendor: 'Yealink', model: 'VP530P', version: '23.70.0.40' }],
    ['Yealink CP920 78.86.0.15 805ec0aabbcc', { vendor: 'Yealink', model: 'CP920', version: '78.86.0.15', mac }],
    ['yealink something else', { vendor: 'Yealink' }],
  ])('reads %s', (userAgent, facts) => {
    expect(yealink.identify(asks('/any.rom', userAgent))).toEqual(facts);
  });

  it.each([
    ['/805ec0aabbcc.cfg', { vendor: 'Yealink', mac }],
    ['805EC0AABBCC.boot', { vendor: 'Yealink', mac }],
    ['dir\\805ec0aabbcc.cfg', { vendor: 'Yealink', mac }],
    ['/805ec0aabbcc-local.cfg', { vendor: 'Yealink', mac }],
    ['y000000000028.cfg', { vendor: 'Yealink' }],
    ['y000000000000.boot', { vendor: 'Yealink' }],
    ['y000000000025.cfg', { vendor: 'Yealink', model: 'W52P' }],
  ])('knows its own file names without a User-Agent: %s', (path, facts) => {
    expect(yealink.identify(asks(path))).toEqual(facts);
  });

  it('takes the MAC from the name where its User-Agent has none', () => {
    expect(yealink.identify(asks('/805ec0aabbcc.cfg', 'Yealink SIP-T19P 31.72.0.1'))).toMatchObject({ mac, model: 'T19P' });
  });

  it('writes <mac>.cfg, byte for byte', () => {
    const parameters = [
      { name: 'account.1.enable', value: '1' },
      { name: 'account.1.label', value: 'Accueil # 1 – “Été”' },
      { name: 'linekey.1.label', value: '' },
      { name: 'static.auto_provision.server.url', value: 'http://192.0.2.1/?a=b' },
    ];
    expect(yealink.render?.(mac as Mac, parameters)).toEqual([
      {
        path: '805ec0aabbcc.cfg',
        text: [
          '#!version:1.0.0.1',
          'account.1.enable = 1',
          'account.1.label = Accueil # 1 – “Été”',
          'linekey.1.label =',
          'static.auto_provision.server.url = http://192.0.2.1/?a=b',
          '',
        ].join('\n'),
      },
    ]);
  });

  it.each([
    ['another vendor’s MAC', asks('/000413aabbcc.cfg')],
    ['another User-Agent', asks('/snom370.htm', 'Mozilla/4.0 (compatible; snom370-SIP 8.7.3.19)')],
    ['a firmware path', asks('/firmware/x.rom')],
    ['a tool', asks('/x', 'curl/8.0')],
  ])('says nothing of %s', (_what, request) => {
    expect(yealink.identify(request)).toBeUndefined();
  });
});
