import { z } from 'zod';
import { type Counters, ListenerChoice, type ServingStatus } from '../../../shared/contract/serving.ts';
import { type Failure, failureOf, ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import type { Answer, ProvisioningRequest, UploadAnswer } from '../../domain/provisioning/request.ts';
import type { EngineHost } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import type { SettingsTable } from '../store/settings.ts';
import { type DataPlane, startDataPlane } from './data-plane.ts';
import type { BriefContent } from './brief-answer.ts';
import { addressesOf, hostPort } from './interfaces.ts';
import { NOTHING_SERVED, type RequestEnd, type Snapshot } from './ledger.ts';
import type { Probe } from './probe.ts';
import { fingerprintOf, type TlsIdentities, type TlsIdentity } from './tls-identity.ts';

export interface ServingParts {
  readonly host: Pick<EngineHost, 'workers' | 'filesDir' | 'log'>;
  readonly settings: SettingsTable;
  readonly journal: Journal;
  readonly probe: Pick<Probe, 'name' | 'answer'>;
  readonly identities: Pick<TlsIdentities, 'forAddresses'>;
  answer(request: ProvisioningRequest): Promise<Answer>;
  upload(request: ProvisioningRequest): UploadAnswer;
  onHeard(request: ProvisioningRequest): void;
  /** A file starts to go out. Returns the id of the device that gets it, where that is known. */
  onBegin(request: ProvisioningRequest, answer: BriefContent): string | null;
  onEnd(end: RequestEnd): void;
  announce(status: ServingStatus): void;
}

const Chosen = z.array(ListenerChoice);

/** What listens where: the user's choice, kept, and the data plane that serves it. The worker starts with the first listener. */
export class ServingControl {
  readonly #parts: ServingParts;
  #plane: DataPlane | undefined;
  #chosen: readonly ListenerChoice[];
  #failure: Failure | undefined;
  /** Fingerprint of what HTTPS listeners show. */
  #certificate: string | undefined;
  /** Counted by data planes that have ended since the engine started. */
  #former = NOTHING_SERVED.counters;
  #revision = 0;
  /** One change of the listeners at a time. */
  #change: Promise<unknown> = Promise.resolve();

  constructor(parts: ServingParts) {
    this.#parts = parts;
    this.#chosen = parts.settings.read('serving.chosen', Chosen) ?? [];
  }

  status(): ServingStatus {
    const snapshot = this.#plane?.snapshot() ?? NOTHING_SERVED;
    const { filesDir } = this.#parts.host;
    const counters = {
      tftp: sum(this.#former.tftp, snapshot.counters.tftp),
      http: sum(this.#former.http, snapshot.counters.http),
    };
    return {
      revision: this.#revision,
      listeners: this.#plane?.listening() ?? [],
      chosen: [...this.#chosen],
      ...(this.#failure ? { failure: this.#failure } : {}),
      ...(this.#plane && this.#certificate ? { certificate: this.#certificate } : {}),
      ...(filesDir === undefined ? {} : { folder: filesDir }),
      counters: sum(counters.tftp, counters.http),
      byProtocol: counters,
      transfers: [...snapshot.transfers],
      activeTransfers: snapshot.activeTransfers,
      bytesPerSecond: snapshot.bytesPerSecond,
    };
  }

  /** @throws ProvdeskError `serving.port-in-use`, `serving.port-forbidden`, `serving.address-unavailable`, `serving.worker-died` */
  start(listeners: readonly ListenerChoice[], remember: boolean): Promise<ServingStatus> {
    return this.#exclusively(async () => {
      await this.#open(listeners);
      if (remember) this.#choose(listeners);
      return this.#changed();
    });
  }

  /** Opens what the user chose last. A port that is taken now is shown, and does not keep the app from starting. */
  resume(): Promise<ServingStatus> {
    return this.#exclusively(async () => {
      if (this.#chosen.length === 0) return this.status();
      try {
        await this.#open(this.#chosen);
      } catch (error) {
        this.#failure = failureOf(error);
        this.#parts.host.log.warn('serving', 'not-resumed', { reason: reasonOf(error) });
      }
      return this.#changed();
    });
  }

  /** Closes every port and forgets the choice, so that the next start serves nothing either. */
  stop(): Promise<ServingStatus> {
    return this.#exclusively(async () => {
      this.#failure = undefined;
      this.#choose([]);
      await this.#close(null);
      return this.#changed();
    });
  }

  /** @see DataPlane.forget */
  forget(whose: readonly string[] | 'everybody'): void {
    this.#plane?.forget(whose);
  }

  /** For the end of the engine: the choice stays. */
  shutDown(): Promise<void> {
    return this.#exclusively(() => this.#close(null));
  }

  async #open(listeners: readonly ListenerChoice[]): Promise<void> {
    this.#plane ??= await this.#startPlane();
    const identity = await this.#identityFor(listeners);
    const opened = await this.#plane.open(listeners.flatMap(perAddress), identity);
    this.#certificate = identity && fingerprintOf(identity.certificate);
    this.#failure = undefined;
    const addresses = opened.map(({ protocol, address, port }) => `${protocol}://${hostPort(address, port)}`);
    this.#parts.journal.append({ kind: 'serving.started', listeners: addresses });
  }

  async #identityFor(listeners: readonly ListenerChoice[]): Promise<TlsIdentity | undefined> {
    const addresses = listeners.filter(({ protocol }) => protocol === 'https').flatMap(({ address }) => addressesOf(address));
    return addresses.length === 0 ? undefined : await this.#parts.identities.forAddresses(addresses);
  }

  async #startPlane(): Promise<DataPlane> {
    const { host, probe, answer, upload, onHeard, onBegin, onEnd } = this.#parts;
    const plane = await startDataPlane({
      workerUrl: host.workers.dataPlane,
      log: host.log,
      unwatched: probe.name,
      answer: (request) => probe.answer(request) ?? answer(request),
      upload,
      onHeard,
      onBegin,
      onEnd,
      onDied: (reason) => this.#died(plane, reason),
    });
    plane.onSnapshot(() => this.#changed());
    return plane;
  }

  #died(plane: DataPlane, reason: string): void {
    if (this.#plane !== plane) return;
    this.#keepCounters(plane.snapshot());
    this.#plane = undefined;
    this.#failure = new ProvdeskError('serving.worker-died', { reason }).failure;
    this.#parts.journal.append({ kind: 'serving.stopped', reason });
    this.#changed();
  }

  async #close(reason: string | null): Promise<void> {
    const plane = this.#plane;
    if (!plane) return;
    this.#plane = undefined;
    await plane.stop();
    this.#keepCounters(plane.snapshot());
    this.#parts.journal.append({ kind: 'serving.stopped', reason });
  }

  #choose(listeners: readonly ListenerChoice[]): void {
    this.#chosen = listeners;
    this.#parts.settings.write('serving.chosen', listeners);
  }

  #keepCounters({ counters }: Snapshot): void {
    const { tftp, http } = this.#former;
    this.#former = { tftp: sum(tftp, counters.tftp), http: sum(http, counters.http) };
  }

  #changed(): ServingStatus {
    this.#revision += 1;
    const status = this.status();
    this.#parts.announce(status);
    return status;
  }

  async #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#change.then(work);
    this.#change = turn.catch(() => undefined); // The caller hears of it; the next one only waits for the end.
    return await turn;
  }
}

/**
 * TFTP on every address is one listener an address: Node does not tell to which one a datagram was sent, and a phone
 * drops an answer that comes from another.
 */
function perAddress(listener: ListenerChoice): ListenerChoice[] {
  if (listener.protocol !== 'tftp') return [listener];
  return addressesOf(listener.address).map((address) => ({ ...listener, address }));
}

function sum(a: Counters, b: Counters): Counters {
  return {
    requests: a.requests + b.requests,
    sent: a.sent + b.sent,
    missing: a.missing + b.missing,
    refused: a.refused + b.refused,
    broken: a.broken + b.broken,
    bytes: a.bytes + b.bytes,
    resent: a.resent + b.resent,
  };
}
