import type { TestWay } from '../../../shared/contract/serving-test.ts';
import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import { hostPort } from '../serving/interfaces.ts';
import type { Fetched, FetchTask } from './fetching.ts';

/** A server at one address. */
export interface Target {
  readonly protocol: ListenerChoice['protocol'];
  readonly address: string;
  readonly port: number;
  /** `tftp://192.168.1.5:69`. */
  readonly url: string;
  task(way: TestWay, name: string, maxBytes: number): FetchTask;
}

/** Block and window of each way. What most phones ask for over Ethernet is 1,428. */
const TFTP_WAYS: Partial<Record<TestWay, { readonly blockSize: number; readonly windowSize: number }>> = {
  'tftp-512': { blockSize: 512, windowSize: 1 },
  'tftp-1428': { blockSize: 1428, windowSize: 1 },
  'tftp-window': { blockSize: 1428, windowSize: 8 },
};

/** `address`: one that the listener serves. */
export function targetOf({ protocol, port }: ListenerChoice, address: string): Target {
  const url = `${protocol}://${hostPort(address, port)}`;
  return {
    protocol,
    address,
    port,
    url,
    task(way, name, maxBytes) {
      const tftp = TFTP_WAYS[way];
      return tftp
        ? { kind: 'tftp', host: address, port, path: name, maxBytes, ...tftp }
        : { kind: 'http', url: `${url}/${name}`, maxBytes };
    },
  };
}

/** Then another way is not answered either. */
export function isOutOfReach({ kind }: Fetched): boolean {
  return kind === 'no-answer' || kind === 'port-closed' || kind === 'unreachable';
}
