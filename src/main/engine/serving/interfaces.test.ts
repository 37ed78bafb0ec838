import { isIP } from 'node:net';
import { expect, it } from 'vitest';
import { classifyInterface, listInterfaces } from './interfaces.ts';

const REAL = '3c:7c:3f:11:22:33';

it.each([
  ['eth0', REAL, 'ethernet'],
  ['eno1', REAL, 'ethernet'],
  ['enp0s31f6', REAL, 'ethernet'],
  ['enx3c7c3f112233', REAL, 'ethernet'],
  ['en0', REAL, 'ethernet'],
  ['Ethernet', REAL, 'ethernet'],
  ['Ethernet 2', REAL, 'ethernet'],
  ['LAN-Verbindung', REAL, 'ethernet'],
  ['wlan0', REAL, 'wifi'],
  ['wlp2s0', REAL, 'wifi'],
  ['wlx3c7c3f112233', REAL, 'wifi'],
  ['Wi-Fi', REAL, 'wifi'],
  ['WLAN', REAL, 'wifi'],
  ['Connexion réseau sans fil', REAL, 'wifi'],
  ['docker0', REAL, 'virtual'],
  ['veth12ab', REAL, 'virtual'],
  ['br-5f1c', REAL, 'virtual'],
  ['virbr0', REAL, 'virtual'],
  ['vmnet8', REAL, 'virtual'],
  ['vboxnet0', REAL, 'virtual'],
  ['VirtualBox Host-Only Network', REAL, 'virtual'],
  ['VMware Network Adapter VMnet8', REAL, 'virtual'],
  ['vEthernet (WSL (Hyper-V firewall))', REAL, 'virtual'],
  ['vEthernet (Default Switch)', REAL, 'virtual'],
  ['tun0', REAL, 'virtual'],
  ['tap0', REAL, 'virtual'],
  ['utun3', REAL, 'virtual'],
  ['wg0', REAL, 'virtual'],
  ['tailscale0', REAL, 'virtual'],
  ['Tailscale', REAL, 'virtual'],
  ['ztabcdef', REAL, 'virtual'],
  ['ZeroTier One [8056c2e21c000001]', REAL, 'virtual'],
  ['eth0', '02:42:ac:11:00:02', 'virtual'],
  ['Ethernet 3', '0A:00:27:00:00:05', 'virtual'],
  ['Ethernet 4', '00:15:5D:01:02:03', 'virtual'],
  ['ib0', REAL, 'other'],
])('takes %s with %s for %s', (name, mac, kind) => {
  expect(classifyInterface(name, mac, false)).toBe(kind);
});

it('takes what the system calls internal for loopback', () => {
  expect(classifyInterface('lo', '00:00:00:00:00:00', true)).toBe('loopback');
});

it('lists addresses that a listener can be opened on', () => {
  const interfaces = listInterfaces();
  expect(interfaces.some(({ kind }) => kind === 'loopback')).toBe(true);
  expect(interfaces.every(({ address }) => isIP(address) > 0 && !address.startsWith('fe80'))).toBe(true);
});
