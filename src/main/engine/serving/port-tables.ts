type Transport = 'udp' | 'tcp';

const TCP_LISTEN = '0A';
/** A UDP socket that only waits; one that is connected belongs to a conversation, not to the port. */
const UDP_UNCONNECTED = '07';

/** Inodes of the sockets that hold `port`, of `/proc/net/{tcp,tcp6,udp,udp6}`. @see proc_net_tcp in the kernel's documentation */
export function parseSocketTable(table: string, port: number, transport: Transport): string[] {
  const state = transport === 'tcp' ? TCP_LISTEN : UDP_UNCONNECTED;
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(wanted) && fields[3] === state)
    .map((fields) => fields[9] ?? '');
}

/** `lsof -Fpc`: a line `pPID`, then `cNAME`. */
export function parseLsof(output: string): string | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const name = /^c(.+)$/m.exec(output)?.[1];
  return pid && name ? `${name} (process ${pid})` : undefined;
}

/** Process id of `netstat -ano`. The words for states are translated by Windows; a listener shows by its foreign port 0. */
export function parseNetstat(output: string, port: number, transport: Transport): number | undefined {
  for (const line of output.split(/\r?\n/)) {
    const fields = line.trim().split(/\s+/);
    const [kind, local, foreign] = fields;
    if (kind?.toLowerCase() !== transport || !local?.endsWith(`:${port}`)) continue;
    if (transport === 'tcp' && !foreign?.endsWith(':0')) continue;
    const pid = Number(fields.at(-1));
    if (Number.isSafeInteger(pid) && pid > 0) return pid;
  }
  return undefined;
}

/** Image name of `tasklist /fo csv /nh`: the first quoted field. */
export function parseTasklist(output: string): string | undefined {
  return /^"([^"]+)",/m.exec(output)?.[1];
}
