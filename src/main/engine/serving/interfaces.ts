import { networkInterfaces } from 'node:os';
import type { NetworkInterface } from '../../../shared/contract/serving.ts';

/** The addresses of this machine, as they are now. Link-local IPv6 is left out: it cannot be written into a phone. */
export function listInterfaces(): NetworkInterface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ address }) => !address.toLowerCase().startsWith('fe80:'))
      .map(({ address, family, netmask, mac, internal }) => ({
        name,
        address,
        family,
        netmask,
        mac,
        kind: classifyInterface(name, mac, internal),
      })),
  );
}

/** Those of this machine that an address stands for: itself, or all of its family. */
export function addressesOf(address: string): string[] {
  const family = { '0.0.0.0': 'IPv4', '::': 'IPv6' }[address];
  if (family === undefined) return [address];
  return listInterfaces().flatMap((found) => (found.family === family ? found.address : []));
}

/** `192.168.1.5:69`, `[fe80::1]:69`. */
export function hostPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Names that programs give to networks that end inside this machine or in a tunnel. */
const VIRTUAL_NAME =
  /^(docker|veth|br-|virbr|vmnet|vboxnet|vnet|vmbr|lxc|lxd|cni|flannel|cali|podman|tun|tap|utun|ppp|wg|zt|tailscale|ipsec|dummy|bridge|awdl|llw|anpi|ap\d)|virtualbox|vmware|hyper-v|vethernet|wsl|zerotier|tailscale|wireguard|openvpn|loopback pseudo|npcap|docker/i;

const WIFI_NAME = /^(wl|wlan|ath|ra\d)|wi-?fi|wlan|wireless|drahtlos|sans fil|inal[aá]mbric/i;

const ETHERNET_NAME = /^(eth|en[opsx]?\d|en[a-z]\w*\d|em\d|igb|ix\d)|ethernet|lan-verbindung|local area connection/i;

/** Prefixes that hypervisors give to their adapters: VMware, VirtualBox, Hyper-V, QEMU/KVM, Xen, Docker, Parallels. */
const VIRTUAL_OUI = [
  '00:05:69',
  '00:0c:29',
  '00:1c:14',
  '00:50:56',
  '08:00:27',
  '0a:00:27',
  '00:15:5d',
  '52:54:00',
  '00:16:3e',
  '02:42:',
  '00:1c:42',
];

/** By what the system says of an adapter. `internal`: as Node calls a loopback. */
export function classifyInterface(name: string, mac: string, internal: boolean): NetworkInterface['kind'] {
  if (internal) return 'loopback';
  if (VIRTUAL_NAME.test(name) || VIRTUAL_OUI.some((prefix) => mac.toLowerCase().startsWith(prefix))) return 'virtual';
  if (WIFI_NAME.test(name)) return 'wifi';
  return ETHERNET_NAME.test(name) ? 'ethernet' : 'other';
}
