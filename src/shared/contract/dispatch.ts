import type { z } from 'zod';
import { type Failure, failureOf, ProvdeskError } from '../failures.ts';
import { type Contract, contract } from './contract.ts';
import type { Area, Call, Handlers, Reply } from './kit.ts';

export type Dispatch = (name: string, input: unknown) => Promise<Reply>;

/**
 * The door: looks the call up, parses its input, runs its handler. Never throws.
 * `onBug` hears of errors that are not failures of ours, nor made one by `recognise`; the caller is told `internal.unexpected`.
 */
export function createDispatch(
  handlers: Handlers<Contract>,
  onBug: (name: string, error: unknown) => void,
  recognise = (error: unknown) => error,
): Dispatch {
  return async (name, input) => {
    const found = findCall(name);
    if (!found) return refuse(new ProvdeskError('contract.unknown-call', { name: String(name).slice(0, 100) }));
    const parsed = found.call.input.safeParse(input);
    if (!parsed.success) return refuse(invalidInput(name, parsed.error));
    try {
      const handler = (handlers as Record<string, Record<string, (input: unknown) => unknown>>)[found.area]?.[found.name];
      if (!handler) throw new Error(`no handler for ${name}`);
      return { ok: true, value: await handler(parsed.data) };
    } catch (caught) {
      const error = recognise(caught);
      if (!(error instanceof ProvdeskError)) onBug(name, error);
      return { ok: false, failure: failureOf(error) };
    }
  };
}

function findCall(name: string): { area: string; name: string; call: Call } | undefined {
  const [area, entry, ...rest] = String(name).split('.');
  if (!area || !entry || rest.length > 0 || !Object.hasOwn(contract, area)) return undefined;
  const entries: Area = contract[area as keyof Contract];
  const found = Object.hasOwn(entries, entry) ? entries[entry] : undefined;
  return found?.kind === 'call' ? { area, name: entry, call: found } : undefined;
}

function refuse(error: ProvdeskError): { ok: false; failure: Failure } {
  return { ok: false, failure: error.failure };
}

/** Names the field that is wrong, so that a form or a command line can point at it. */
function invalidInput(name: string, error: z.ZodError): ProvdeskError {
  const issue = error.issues[0];
  const field = issue?.path.join('.') || 'input';
  return new ProvdeskError('contract.invalid-input', { name, field, reason: issue ? reasonOf(issue) : 'not understood' });
}

/** What would be right; the library's own words only say of which type the bound is. */
function reasonOf(issue: z.core.$ZodIssue): string {
  const own = !issue.message.startsWith('Too ');
  if (issue.code === 'too_big' && issue.origin === 'number' && !own) return `it must be at most ${issue.maximum}`;
  if (issue.code === 'too_small' && issue.origin === 'number' && !own) return `it must be at least ${issue.minimum}`;
  return issue.message;
}
