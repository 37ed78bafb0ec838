import type { BoardRow } from './boards.ts';

/** Target, device part of the file name, model names as devices give them in `/tmp/sysinfo/model`. */
type Row = readonly [target: string, device: string, ...models: string[]];

const BIN = 'squashfs-sysupgrade.bin';

/**
 * Images that say nothing of themselves, by their type: releases before 18.06 for the most part, whose devices still hang on
 * roofs. Model names are OpenWrt's. @see reference openwisp-upgrader.md 1 (hardware map); OpenWrt's device pages
 */
const SYSUPGRADE: readonly Row[] = [
  ['ar71xx-generic', 'archer-c7-v1', 'tplink,archer-c7-v1', 'TP-Link Archer C7 v1'],
  ['ar71xx-generic', 'archer-c7-v2', 'TP-Link Archer C7 v2', 'TP-Link Archer C7 v3'],
  ['ar71xx-generic', 'archer-c7-v4', 'TP-Link Archer C7 v4'],
  ['ar71xx-generic', 'archer-c7-v5', 'TP-Link Archer C7 v5'],
  ['ar71xx-generic', 'cpe210-220-v1', 'TP-LINK CPE210 v1', 'TP-LINK CPE220 v1'],
  ['ar71xx-generic', 'tl-wdr4300-v1', 'TP-Link TL-WDR4300 v1'],
  ['ar71xx-generic', 'tl-wdr4300-v1-il', 'TP-LINK TL-WDR4300 v1 (IL)'],
  ['ar71xx-generic', 'tl-wr2543-v1', 'TP-Link TL-WR2543N/ND'],
  ['ar71xx-generic', 'ubnt-airrouter', 'Ubiquiti AirRouter'],
  ['ar71xx-generic', 'ubnt-loco-m-xw', 'Ubiquiti Loco XW'],
  ['ar71xx-generic', 'ubnt-nano-m', 'Ubiquiti Nano-M', 'Ubiquiti Nanostation M'],
  ['ar71xx-generic', 'ubnt-nano-m-xw', 'Ubiquiti Nano M XW', 'Ubiquiti Nanostation M (XW)'],
  ['ar71xx-generic', 'ubnt-bullet-m', 'Ubiquiti Bullet-M'],
  ['ar71xx-generic', 'ubnt-bullet-m-xw', 'Ubiquiti Bullet-M XW'],
  ['ar71xx-generic', 'ubnt-unifiac-mesh', 'Ubiquiti UniFi AC-Mesh', 'Ubiquiti UniFi-AC-LITE/MESH'],
  ['ar71xx-generic', 'ubnt-unifiac-mesh-pro', 'Ubiquiti UniFi AC-Mesh-Pro'],
  ['ar71xx-generic', 'xd3200', 'YunCore XD3200'],
  ['ath79-generic', 'tplink_archer-c7-v1', 'tplink,archer-c7-v1', 'TP-Link Archer C7 v1'],
  ['ath79-generic', 'tplink_archer-c7-v2', 'tplink,archer-c7-v2', 'TP-Link Archer C7 v2', 'TP-Link Archer C7 v3'],
  ['ath79-generic', 'tplink_archer-c7-v4', 'tplink,archer-c7-v4', 'TP-Link Archer C7 v4'],
  ['ath79-generic', 'tplink_archer-c7-v5', 'tplink,archer-c7-v5', 'TP-Link Archer C7 v5'],
  ['ath79-generic', 'tplink_cpe210-v2', 'tplink,cpe210-v2', 'TP-LINK CPE210 v2', 'TP-Link CPE210 v2'],
  ['ath79-generic', 'tplink_cpe210-v3', 'tplink,cpe210-v3', 'TP-LINK CPE210 v3', 'TP-Link CPE210 v3'],
  ['ath79-generic', 'tplink_cpe510-v3', 'tplink,cpe510-v3', 'TP-LINK CPE510 v3', 'TP-Link CPE510 v3'],
  ['ath79-generic', 'tplink_tl-wdr4300-v1', 'tplink,tl-wdr4300-v1', 'TP-Link TL-WDR4300 v1'],
  ['ath79-generic', 'tplink_tl-wdr4300-v1-il', 'tplink,tl-wdr4300-v1-il', 'TP-LINK TL-WDR4300 v1 (IL)'],
  ['ath79-generic', 'tplink_tl-wr2543-v1', 'tplink,tl-wr2543-v1', 'TP-Link TL-WR2543N/ND'],
  ['ath79-generic', 'ubnt_airrouter', 'ubnt,airrouter', 'Ubiquiti AirRouter'],
  ['ath79-generic', 'ubnt_bullet-m-xw', 'ubnt,bullet-m-xw', 'Ubiquiti Bullet M XW'],
  ['ath79-generic', 'ubnt_nanostation-m', 'ubnt,nanostation-m', 'Ubiquiti Nanostation M'],
  ['ath79-generic', 'ubnt_nanostation-m-xw', 'ubnt,nanostation-m-xw', 'Ubiquiti Nanostation M (XW)'],
  ['ath79-generic', 'ubnt_nanostation-loco-m', 'ubnt,nanostation-loco-m', 'Ubiquiti Nanostation Loco M'],
  ['ath79-generic', 'ubnt_nanostation-loco-m-xw', 'ubnt,nanostation-loco-m-xw', 'Ubiquiti Nanostation Loco M (XW)'],
  ['ath79-generic', 'ubnt_picostation-m', 'ubnt,picostation-m', 'Ubiquiti Picostation M'],
  ['ath79-generic', 'ubnt_unifiac-mesh', 'ubnt,unifiac-mesh', 'Ubiquiti UniFi AC-Mesh', 'Ubiquiti UniFi-AC-LITE/MESH'],
  ['ath79-generic', 'ubnt_unifiac-mesh-pro', 'ubnt,unifiac-mesh-pro', 'Ubiquiti UniFi AC-Mesh Pro'],
  ['ramips-mt76x8', 'gl-mt300n-v2', 'GL-MT300N-V2'],
  ['ramips-mt76x8', 'glinet_gl-mt300n-v2', 'glinet,gl-mt300n-v2', 'GL-MT300N-V2'],
  ['ramips-mt76x8', 'tplink_tl-wr902ac-v3', 'tplink,tl-wr902ac-v3', 'TP-Link TL-WR902AC v3'],
  ['ramips-mt7621', 'zbt-wg3526-16M', 'ZBT-WG3526 (16M)', 'Zbtlink ZBT-WG3526 (16M)'],
  ['ramips-mt7621', 'zbtlink_zbt-wg3526-16m', 'zbtlink,zbt-wg3526-16m', 'Zbtlink ZBT-WG3526 (16M)'],
];

/** Those whose names end otherwise. */
const OTHERS: readonly (readonly [type: string, ...models: string[]])[] = [
  ['mvebu-cortexa9-linksys_wrt1900acs-squashfs-sysupgrade.img', 'linksys,wrt1900acs', 'Linksys WRT1900ACS'],
  ['mvebu-cortexa9-linksys_wrt3200acm-squashfs-sysupgrade.img', 'linksys,wrt3200acm', 'Linksys WRT3200ACM'],
  ['octeon-generic-ubnt_edgerouter-lite-squashfs-sysupgrade.tar', 'ubnt,edgerouter-lite', 'Ubiquiti EdgeRouter Lite'],
  [
    'brcm2708-bcm2709-rpi-2-ext4-sysupgrade.img.gz',
    'Raspberry Pi 2 Model B Rev 1.0',
    'Raspberry Pi 2 Model B Rev 1.1',
    'Raspberry Pi 2 Model B Rev 1.2',
  ],
  ['brcm2708-bcm2710-rpi-3-ext4-sysupgrade.img.gz', 'Raspberry Pi 3 Model B Rev 1.2'],
  ['x86-64-combined-squashfs.img.gz', 'VMware, Inc. VMware Virtual Platform'],
  ['x86-64-generic-squashfs-combined.img.gz', 'x86_64', 'PC Engines APU', 'PC Engines apu2', 'PC Engines APU2'],
  ['x86-generic-combined-squashfs.img.gz', 'PC Engines APU2'],
];

export const boardTable: readonly BoardRow[] = [
  ...SYSUPGRADE.map(([target, device, ...boards]) => ({ type: `${target}-${device}-${BIN}`, label: labelOf(boards), boards })),
  ...OTHERS.map(([type, ...boards]) => ({ type, label: labelOf(boards), boards })),
];

function labelOf(boards: readonly string[]): string {
  return boards.find((name) => !name.includes(',')) ?? boards[0] ?? '';
}
