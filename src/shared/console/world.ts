import Sval from 'sval';
import { boundLoops, MOST_ROUNDS, ROUND } from './bound-loops.ts';
import type { Script } from './statement.ts';

/** JavaScript's own names that a statement may use. All others of the surroundings are taken away. */
const OWN = (
  'Object Array String Number Boolean BigInt Symbol Math JSON Date RegExp Map Set WeakMap WeakSet Promise Intl ' +
  'Error TypeError RangeError SyntaxError ReferenceError parseInt parseFloat isNaN isFinite NaN Infinity undefined ' +
  'encodeURIComponent decodeURIComponent'
).split(' ');

/**
 * The world that statements run in: these objects and JavaScript's own; no files, no modules, no process, no page. It
 * is interpreted, not compiled, so that a window whose policy forbids `eval` runs the same language as a terminal. No
 * wall against its owner, who may do all that anyway; it keeps his typing errors from the program's own parts.
 */
export class World {
  readonly #interpreter = new Sval({ ecmaVer: 'latest', sourceType: 'script', sandBox: true });
  readonly #names: Set<string>;
  #rounds = 0;

  constructor(objects: object) {
    this.#interpreter.run('exports.world = globalThis');
    const world = this.#interpreter.exports.world as Record<string, unknown>;
    for (const name of Reflect.ownKeys(world)) {
      if (typeof name === 'string' && !OWN.includes(name)) delete world[name];
    }
    this.#interpreter.import({ ...objects, [ROUND]: () => this.#round() });
    this.#names = new Set(Object.keys(objects));
  }

  /** What the statement gives; a promise or chain is not waited for. @throws whatever it throws */
  run({ body, async: isAsync, names }: Script): unknown {
    for (const name of names) this.#names.add(name);
    this.#interpreter.exports.value = undefined;
    this.#rounds = 0;
    this.#interpreter.run(`exports.value = (${isAsync ? 'async ' : ''}() => {\n${boundLoops(body)}\n})()`);
    return this.#interpreter.exports.value;
  }

  /** Nothing else gets its turn while a statement computes: a loop without an end would never give it back. */
  #round(): void {
    this.#rounds += 1;
    if (this.#rounds > MOST_ROUNDS) throw new RangeError(`its loops made more than ${MOST_ROUNDS} rounds`);
  }

  /** The names there are: the objects given, and what statements have named since. */
  names(): string[] {
    return [...this.#names];
  }
}
