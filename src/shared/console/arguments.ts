import { ProvdeskError } from '../failures.ts';

/** Names given one by one or as a list. @throws ProvdeskError `contract.invalid-input` */
export function requireNames(args: readonly unknown[]): string[] {
  const names = args.flat().map(requireName);
  if (names.length === 0) throw invalid('a name in quotes is missing');
  return names;
}

/** @throws ProvdeskError `contract.invalid-input` */
export function requireName(value: unknown): string {
  if (typeof value !== 'string') throw invalid('a name in quotes is needed');
  return value;
}

/** @throws ProvdeskError `contract.invalid-input` */
export function invalid(reason: string): ProvdeskError {
  return new ProvdeskError('contract.invalid-input', { field: 'argument', reason });
}
