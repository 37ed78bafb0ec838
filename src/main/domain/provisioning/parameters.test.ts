import { describe, expect, it } from 'vitest';
import { changeParameters, mergeParameters, type ParameterFault, parameterFault } from './parameters.ts';

describe('a parameter', () => {
  it.each<[string, string]>([
    ['account.1.enable', '1'],
    ['account.1.label', 'Réception – “Accueil” # 2; a=b'],
    ['account.1.sip_server.1.address', 'sip.example.net'],
    ['static.network.vlan.internet_port_vid', ''],
    ['linekey.1.value', '*97'],
    ['programablekey.2.type', '28'],
    ['expansion_module.1.key.12.label', 'x'],
    ['features.key_tone', '1'],
    ['phone_setting.lock_key_type', '1'],
    ['features.keyboard', '0'],
    ['gui_lang.pinyin', '1'],
    ['static.auto_provision.server.url', 'http://192.0.2.1:8080/a?mail=x@example.net'],
    ['remote_phonebook.data.1.url', 'http://192.0.2.1/book?passwordless=&token=&key=1'],
    ['account.1.label', 'a?token=1'],
    ['x'.repeat(128), 'x'.repeat(1024)],
    ['802_1x.mode', '2'],
  ])('%.40s may be “%.40s”', (name, value) => {
    expect(parameterFault({ name, value })).toBeUndefined();
  });

  it.each<[ParameterFault, string, string]>([
    ['name', '', '1'],
    ['name', '#comment', '1'],
    ['name', '.x', '1'],
    ['name', 'a b', '1'],
    ['name', 'a=b', '1'],
    ['name', 'a\nb', '1'],
    ['name', 'äccount.1', '1'],
    ['name', '__proto__', '1'],
    ['name', 'x'.repeat(129), '1'],
    ['value', 'a', 'x\ny = 1'],
    ['value', 'a', 'x\r'],
    ['value', 'a', 'x\u0000'],
    ['value', 'a', 'x\u0085y'],
    ['value', 'a', 'x\u2028y'],
    ['value', 'a', ' x'],
    ['value', 'a', 'x '],
    ['value', 'a', '\ud800'],
    ['value', 'a', 'x'.repeat(1025)],
    ['secret', 'account.1.password', '1'],
    ['secret', 'static.security.user_password', '1'],
    ['secret', 'Static.Network.802_1x.MD5_Passwd', '1'],
    ['secret', 'phone_setting.phone_lock.unlock_pin', '1'],
    ['secret', 'account.1.pin', '1'],
    ['secret', 'wifi.1.psk', '1'],
    ['secret', 'oauth.client_secret', '1'],
    ['secret', 'static.auto_provision.aes_key_16.com', '1'],
    ['secret', 'static.auto_provision.aes_key_in_file', '1'],
    ['secret', 'openvpn.private_key', '1'],
    ['secret', 'wep.sharedkey', '1'],
    ['secret', 'snmp.community', 'public'],
    ['secret', 'static.auto_provision.server.url', 'https://user:pass@192.0.2.1/'],
    ['secret', 'static.auto_provision.server.url', 'ftp://user:@192.0.2.1/'],
    ['secret', 'push_xml.server', 'http://192.0.2.1/a?user=x&password=y'],
    ['secret', 'remote_phonebook.data.1.url', 'http://192.0.2.1/book?api_key=0'],
  ])('is refused for its %s: %.40j = %.20j', (fault, name, value) => {
    expect(parameterFault({ name, value })).toBe(fault);
  });
});

const of = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }));

it('takes the device’s own value before its vendor’s, and writes them by name, numbers as numbers', () => {
  const [ofVendor, own] = [of({ 'a.1': 'v', B: '2', 'linekey.10.type': '1' }), of({ 'a.1': 'd', 'linekey.2.type': '3' })];
  const merged = of({ 'a.1': 'd', B: '2', 'linekey.2.type': '3', 'linekey.10.type': '1' });
  expect(mergeParameters(ofVendor, own)).toEqual(merged);
  expect([mergeParameters(ofVendor, []), mergeParameters([], own), mergeParameters([], [])]).toEqual([ofVendor, own, []]);
});

it('gives one order to names that differ only in case or in their signs, however they were told', () => {
  const names = ['a_1', 'A.1', 'a.1', 'a.01', 'a-1'];
  const inOrder = (told: readonly string[]) =>
    changeParameters(
      [],
      told.map((name) => ({ name, value: '' })),
      [],
    ).map(({ name }) => name);
  expect([inOrder(names), inOrder(names.toReversed())]).toEqual(Array(2).fill(['a-1', 'A.1', 'a.01', 'a.1', 'a_1']));
});

it('changes what is given and nothing else', () => {
  expect(changeParameters(of({ a: '1', b: '2', c: '3' }), of({ d: '4', a: '5' }), ['b'])).toEqual(of({ a: '5', c: '3', d: '4' }));
});
