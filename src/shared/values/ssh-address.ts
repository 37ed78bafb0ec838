/** One text for one address and port, however the host is written. */
export function sshAddress({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.toLowerCase().replace(/\.$/, '')} ${port}`;
}
