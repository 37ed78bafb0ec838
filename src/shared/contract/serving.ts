import { z } from 'zod';
import { call, news } from './kit.ts';
import { ListenerProtocol } from './listener.ts';
import { SelfTest, TestFetch, TestFetchWish } from './serving-test.ts';
import { Failure, Instant, Port } from './values.ts';

export const Protocol = z.enum(['tftp', 'http']);
export type Protocol = z.infer<typeof Protocol>;

/** Where phones may ask. Port 0 = any free port. */
export const ListenerChoice = z.object({
  protocol: ListenerProtocol,
  address: z.union([z.ipv4(), z.ipv6()]),
  port: Port,
  /** TFTP: answer from this very port in place of one for each transfer, for firewalls that let nothing else through. */
  singlePort: z.boolean().optional(),
});
export type ListenerChoice = z.infer<typeof ListenerChoice>;

export const NetworkInterface = z.object({
  /** As the operating system names it: `eth0`, `Ethernet 2`. */
  name: z.string(),
  address: z.string(),
  family: z.enum(['IPv4', 'IPv6']),
  netmask: z.string(),
  mac: z.string(),
  kind: z.enum(['ethernet', 'wifi', 'virtual', 'loopback', 'other']),
});
export type NetworkInterface = z.infer<typeof NetworkInterface>;

export const Transfer = z.object({
  id: z.string(),
  protocol: Protocol,
  ip: z.string(),
  /** As it was asked for. */
  path: z.string(),
  /** Id of the device that asks, where it is known which. */
  device: z.string().nullable(),
  startedAt: Instant,
  /** Bytes that the client has acknowledged (TFTP) or that were handed to its connection (HTTP). */
  sent: z.number(),
  total: z.number(),
  /** Over about the last second. */
  bytesPerSecond: z.number(),
  /** Packets of TFTP that went out again; null for HTTP, where the operating system repeats and does not tell. */
  resent: z.number().nullable(),
});
export type Transfer = z.infer<typeof Transfer>;

export const Counters = z.object({
  requests: z.number(),
  sent: z.number(),
  missing: z.number(),
  refused: z.number(),
  broken: z.number(),
  bytes: z.number(),
  /** Packets of TFTP that went out again. */
  resent: z.number(),
});
export type Counters = z.infer<typeof Counters>;

export const ServingStatus = z.object({
  revision: z.number(),
  /** What is listening now; `port` is the real one. */
  listeners: z.array(ListenerChoice),
  /** What the user chose last; kept over restarts. */
  chosen: z.array(ListenerChoice),
  /** Why the chosen listeners are not up, where they are not. */
  failure: Failure.optional(),
  /** SHA-256 of the certificate that HTTPS listeners show, `AB:CD:…`; absent where none listens. */
  certificate: z.string().optional(),
  /** Folder served as it is, after the plugins' trees. */
  folder: z.string().optional(),
  /** Since the engine started; HTTP is with HTTPS. */
  counters: Counters,
  byProtocol: z.object({ tftp: Counters, http: Counters }),
  /** At most 200, oldest first; `activeTransfers` counts all. */
  transfers: z.array(Transfer),
  activeTransfers: z.number(),
  /** Bytes in the last second, all protocols. */
  bytesPerSecond: z.number(),
});
export type ServingStatus = z.infer<typeof ServingStatus>;

export const serving = {
  interfaces: call(z.void(), z.array(NetworkInterface)),
  status: call(z.void(), ServingStatus),
  /**
   * Replaces the listeners by these, all or none: where one cannot open, the former ones serve on.
   * `remember`: open them again at the next start.
   */
  start: call(
    z.object({ listeners: z.array(ListenerChoice).min(1).max(32), remember: z.boolean().default(true) }),
    ServingStatus,
  ),
  stop: call(z.void(), ServingStatus),
  changed: news(ServingStatus),
  /**
   * Fetches a file of the engine's own from every address that is served, or from these, as a phone would. Who asks for
   * the same addresses while a test runs or waits gets that one, others theirs after it. Devices, journal and counters hear nothing of it.
   */
  test: call(z.object({ addresses: z.array(z.string()).max(64).optional() }), SelfTest),
  /** The test that runs, after each step. */
  tested: news(SelfTest),
  /** Fetches a file from any server, to tell what comes; nothing is kept of it. */
  fetch: call(TestFetchWish, TestFetch),
};
