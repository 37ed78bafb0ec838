/** Takes in what comes in large batches a slice at a time, in order, so that a storm of it never delays other work for long. */
export class Slices<T> {
  readonly #atATime: number;
  readonly #take: (item: T) => void;
  readonly #whenEmpty: () => void;
  #waiting: T[] = [];
  #isUnderWay = false;

  constructor(atATime: number, take: (item: T) => void, whenEmpty: () => void = () => undefined) {
    this.#atATime = atATime;
    this.#take = take;
    this.#whenEmpty = whenEmpty;
  }

  /** The first slice at once, where nothing waits before it. */
  add(items: readonly T[]): void {
    this.#waiting = this.#waiting.concat(items);
    if (!this.#isUnderWay) this.#takeSome();
  }

  /** Everything, at the end. */
  takeAll(): void {
    for (const item of this.#waiting.splice(0)) this.#take(item);
  }

  #takeSome(): void {
    for (const item of this.#waiting.splice(0, this.#atATime)) this.#take(item);
    this.#isUnderWay = this.#waiting.length > 0;
    if (this.#isUnderWay) setImmediate(() => this.#takeSome());
    else this.#whenEmpty();
  }
}
