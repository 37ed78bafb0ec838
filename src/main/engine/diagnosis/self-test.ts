import type { SelfTest, TestCheck, TestResult, TestWay } from '../../../shared/contract/serving-test.ts';
import type { ListenerChoice, NetworkInterface } from '../../../shared/contract/serving.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { addressesOf } from '../serving/interfaces.ts';
import type { Probe } from '../serving/probe.ts';
import type { FetchThreads } from './fetch-threads.ts';
import { isOutOfReach, targetOf, type Target } from './target.ts';
import { verdictOf } from './verdict.ts';

export interface SelfTestParts {
  readonly threads: Pick<FetchThreads, 'fetch'>;
  readonly probe: Pick<Probe, 'name' | 'put' | 'remove'>;
  /** What listens now, and the certificate that HTTPS listeners show. */
  serving(): { readonly listeners: readonly ListenerChoice[]; readonly certificate?: string };
  interfaces(): readonly NetworkInterface[];
  announce(test: SelfTest): void;
  now(): number;
}

const WAYS: Record<ListenerChoice['protocol'], readonly TestWay[]> = {
  tftp: ['tftp-512', 'tftp-1428', 'tftp-window'],
  http: ['http'],
  https: ['https'],
};

/** So many addresses at once: those that do not answer take seconds each. */
const AT_ONCE = 4;
/** A laptop has a dozen addresses at most, and three servers on each. */
const MOST_TARGETS = 64;
const PROBE_MAX_BYTES = 4_000_000;
/** Tests behind the one that runs. Each takes seconds, and nobody waits for more of them. */
const MOST_WAITING = 16;

/** One file of ours, fetched from each address that is served, in each way a phone would. One test at a time. */
export class SelfTests {
  readonly #parts: SelfTestParts;
  /** By the addresses they were asked for: the one that runs, then those that wait. */
  readonly #asked = new Map<string, Promise<SelfTest>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: SelfTestParts) {
    this.#parts = parts;
  }

  /**
   * Of these addresses, or of all. Who asks for the same as somebody before gets that test; any other waits its turn.
   *
   * @throws ProvdeskError `serving.nothing-to-test`, `serving.too-many-tests`, `store.*`
   */
  run(addresses?: readonly string[]): Promise<SelfTest> {
    const key = keyOf(addresses);
    const known = this.#asked.get(key);
    if (known) return known;
    if (this.#asked.size > MOST_WAITING)
      return Promise.reject(new ProvdeskError('serving.too-many-tests', { most: MOST_WAITING }));
    const test = this.#last.then(() => this.#run(addresses)).finally(() => this.#asked.delete(key));
    this.#asked.set(key, test);
    this.#last = test.catch(() => undefined); // Who asked hears of it; the next one only waits for the end.
    return test;
  }

  async #run(addresses: readonly string[] | undefined): Promise<SelfTest> {
    const { probe, serving, now } = this.#parts;
    const { listeners, certificate } = serving();
    const targets = listeners
      .flatMap((listener) => addressesOf(listener.address).map((address) => targetOf(listener, address)))
      .filter(({ address }) => !addresses || addresses.includes(address))
      .slice(0, MOST_TARGETS);
    if (targets.length === 0) throw new ProvdeskError('serving.nothing-to-test');
    const report = new Report(targets, this.#parts);
    const expected = await probe.put(now());
    try {
      const waiting = [...targets];
      const test = async () => {
        for (let target = waiting.shift(); target; target = waiting.shift()) {
          await this.#testOne(target, { ...expected, certificate }, report);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, test));
    } finally {
      await probe.remove();
    }
    return report.end();
  }

  async #testOne(target: Target, expected: Parameters<typeof verdictOf>[2], report: Report): Promise<void> {
    const { threads, probe, interfaces } = this.#parts;
    const { protocol, address, port } = target;
    const isHere = interfaces().some((found) => found.address === address);
    let isOut = false;
    for (const way of WAYS[protocol]) {
      if (isOut) {
        report.say(target, way, { kind: 'skipped' });
        continue;
      }
      report.say(target, way, { kind: 'running' });
      const fetched = isHere && (await threads.fetch(target.task(way, probe.name, PROBE_MAX_BYTES)));
      const result: TestResult = fetched
        ? verdictOf(fetched, target, expected)
        : { kind: 'failed', failure: new ProvdeskError('serving.address-unavailable', { protocol, address, port }).failure };
      isOut = !fetched || isOutOfReach(fetched);
      report.say(target, way, result);
    }
  }
}

/** The same addresses are the same test, in whatever order they are told. */
function keyOf(addresses: readonly string[] | undefined): string {
  return addresses ? [...new Set(addresses)].toSorted().join(' ') : 'all';
}

/** What is known so far, told after each step. */
class Report {
  readonly #parts: SelfTestParts;
  readonly #startedAt: number;
  readonly #checks: TestCheck[];

  constructor(targets: readonly Target[], parts: SelfTestParts) {
    this.#parts = parts;
    this.#startedAt = parts.now();
    const interfaces = parts.interfaces();
    this.#checks = targets.flatMap(({ protocol, address, port }) =>
      WAYS[protocol].map((way) => ({
        protocol,
        address,
        port,
        interface: interfaces.find((found) => found.address === address)?.name ?? null,
        way,
        result: { kind: 'waiting' as const },
      })),
    );
  }

  say({ protocol, address, port }: Target, way: TestWay, result: TestResult): void {
    const at = this.#checks.findIndex(
      (check) => check.protocol === protocol && check.address === address && check.port === port && check.way === way,
    );
    const check = this.#checks[at];
    if (check) this.#checks[at] = { ...check, result };
    this.#parts.announce(this.#test(null));
  }

  end(): SelfTest {
    const test = this.#test(this.#parts.now());
    this.#parts.announce(test);
    return test;
  }

  #test(endedAt: number | null): SelfTest {
    return { startedAt: this.#startedAt, endedAt, checks: [...this.#checks] };
  }
}
