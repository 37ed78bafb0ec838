import { KEEP_ALIVE_SECONDS } from './response-head.ts';

/** Times in milliseconds. */
export interface HttpLimits {
  /** Open at once, all clients together. */
  readonly connections: number;
  /** Of one address. High, as a whole branch office may stand behind one. */
  readonly connectionsPerClient: number;
  readonly requestsPerConnection: number;
  /** For a request's head to come in whole. */
  readonly request: number;
  /** In which a client that still has bytes to come reads nothing. */
  readonly idle: number;
  /** Between two requests. */
  readonly keepAlive: number;
}

const MOST: HttpLimits = {
  connections: 4000,
  connectionsPerClient: 1000,
  requestsPerConnection: 1000,
  request: 15_000,
  idle: 60_000,
  // A little longer than what the client is told: it should not ask just when we close.
  keepAlive: KEEP_ALIVE_SECONDS * 1000 + 1000,
};
/** For files, the database and TFTP. */
const DESCRIPTORS_KEPT = 256;

/** `descriptors`: how many this process may open, where that is limited. */
export function limitsWithin(descriptors: number | undefined): HttpLimits {
  const connections = Math.min(MOST.connections, Math.max(Math.floor(((descriptors ?? Infinity) - DESCRIPTORS_KEPT) / 2), 100));
  return { ...MOST, connections, connectionsPerClient: Math.max(Math.floor(connections / 4), 50) };
}

/** What the operating system allows this process; undefined where it does not say. */
export function descriptorLimit(): number | undefined {
  const report: unknown = process.report.getReport();
  const limits = fieldOf(fieldOf(report, 'userLimits'), 'open_files');
  const soft = fieldOf(limits, 'soft');
  return typeof soft === 'number' ? soft : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
