const MAPPED_PREFIX = '::ffff:';

/** An IPv4 client of a dual IPv6 socket, as everybody else knows it. */
export function plainAddress(address: string): string {
  return address.startsWith(MAPPED_PREFIX) ? address.slice(MAPPED_PREFIX.length) : address;
}
