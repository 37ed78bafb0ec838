import { type Context, createContext, Script } from 'node:vm';
import { ProvdeskError } from '../../../shared/failures.ts';

/** Longest statement, lines together, in characters. */
const LONGEST = 2 ** 20;

/**
 * The world that statements run in: these objects and JavaScript's own, no files, no modules, no process.
 * No wall against its owner, who may do all that anyway; it keeps his typing errors from the program's own parts.
 */
export function createWorld(objects: object): Context {
  return createContext(objects, { codeGeneration: { strings: false, wasm: false } });
}

/**
 * Compiles a statement; `await` may stand anywhere in it. Undefined where it is not complete and goes on in the next line.
 *
 * @throws ProvdeskError `console.statement-failed`
 */
export function compile(code: string): Script | undefined {
  const errors: unknown[] = [];
  for (const variant of variantsOf(code)) {
    try {
      return new Script(variant, { filename: 'console' });
    } catch (error) {
      errors.push(error);
    }
  }
  const [first] = errors;
  if (isIncomplete(first) && code.length < LONGEST) return undefined;
  throw statementFailed(code, first);
}

/** What the statement gives; a promise or chain is not waited for. @throws whatever it throws */
export function evaluate(script: Script, context: Context): unknown {
  return script.runInContext(context);
}

/** A failure as it is; anything else that a statement throws becomes one. */
export function statementFailed(code: string, error: unknown): ProvdeskError {
  if (error instanceof ProvdeskError) return error;
  return new ProvdeskError('console.statement-failed', { statement: code.trim().slice(0, 80), reason: messageOf(error) });
}

/** A script cannot await, a function can; there, only a name without a declaration outlives the statement. */
function variantsOf(code: string): string[] {
  if (!/\bawait\b/.test(code)) return [code];
  const undeclared = code.replace(/^\s*(?:const|let|var)\s+(?=[\w$]+\s*=)/, '');
  const expression = undeclared.replace(/[;\s]+$/, '');
  return [code, `(async () => (${expression}\n))()`, `(async () => {${undeclared}\n})()`];
}

function isIncomplete(error: unknown): boolean {
  return error instanceof SyntaxError && /^(?:Unexpected end of input|Unterminated template literal)/.test(error.message);
}

/** Errors of the statement's own world are no `Error` of ours. */
function messageOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  return typeof message === 'string' && message !== '' ? message : String(error);
}
