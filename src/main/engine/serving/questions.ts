import type { Answer, ProvisioningRequest } from '../../domain/provisioning/request.ts';
import type { FromWorker } from './messages.ts';

/** Asks the engine, which knows plugins and devices, what to do with a request. */
export class Questions {
  readonly #tell: (message: FromWorker) => void;
  readonly #open = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  #nextId = 1;

  constructor(tell: (message: FromWorker) => void) {
    this.#tell = tell;
  }

  ask(request: ProvisioningRequest): Promise<Answer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#tell({ kind: 'ask', id, request });
    });
  }

  answer(id: number, answer: Answer): void {
    this.#open.get(id)?.resolve(answer);
    this.#open.delete(id);
  }

  giveUp(id: number, reason: string): void {
    this.#open.get(id)?.reject(new Error(reason));
    this.#open.delete(id);
  }
}
