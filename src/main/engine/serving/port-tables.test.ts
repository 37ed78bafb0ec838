import { expect, it } from 'vitest';
import { parseLsof, parseNetstat, parseSocketTable, parseTasklist } from './port-tables.ts';

const PROC_TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 222 1 0000000000000000 20 4 30 10 -1
   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0000000000000000 100 0 0 10 0
`;
const PROC_UDP = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  512: 00000000:0045 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 444 2 0000000000000000 0
  513: 0100007F:0045 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 555 2 0000000000000000 0
`;
const NETSTAT_TCP = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:80             0.0.0.0:0              ABHÖREN          4
  TCP    192.168.1.5:8080       192.168.1.9:50000      HERGESTELLT      77
  TCP    127.0.0.1:8080         0.0.0.0:0              ABHÖREN          1234
`;
const NETSTAT_UDP = `
  Proto  Local Address          Foreign Address        State           PID
  UDP    0.0.0.0:69             *:*                                    4321
`;

it('finds the sockets that listen on a TCP port, not those that are connected', () => {
  expect(parseSocketTable(PROC_TCP, 8080, 'tcp')).toEqual(['111']);
  expect(parseSocketTable(PROC_TCP, 80, 'tcp')).toEqual(['333']);
  expect(parseSocketTable(PROC_TCP, 81, 'tcp')).toEqual([]);
});

it('finds the socket that waits on a UDP port', () => {
  expect(parseSocketTable(PROC_UDP, 69, 'udp')).toEqual(['444']);
});

it('reads the process of lsof', () => {
  expect(parseLsof('p812\ncnginx\nf6\n')).toBe('nginx (process 812)');
  expect(parseLsof('')).toBeUndefined();
});

it.each([
  [NETSTAT_TCP, 80, 'tcp', 4],
  [NETSTAT_TCP, 8080, 'tcp', 1234],
  [NETSTAT_TCP, 81, 'tcp', undefined],
  [NETSTAT_UDP, 69, 'udp', 4321],
] as const)('reads the process of netstat in any language %#', (output, port, transport, pid) => {
  expect(parseNetstat(output, port, transport)).toBe(pid);
});

it('reads the name of tasklist', () => {
  expect(parseTasklist('"tftpd64.exe","4321","Console","1","9.876 K"\r\n')).toBe('tftpd64.exe');
  expect(parseTasklist('INFO: No tasks are running which match the specified criteria.\r\n')).toBeUndefined();
});
