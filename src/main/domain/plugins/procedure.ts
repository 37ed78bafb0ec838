import { literalPattern } from './glob.ts';
import type { IniSection } from './ini.ts';

/** All operations of the format. @see reference wazo-provd.md 1.4 */
export const OPERATIONS = ['cp', 'unzip', 'untar', 'unrar', '7z', 'unsign', 'include', 'exclude', 'null'] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** The node that holds the package's own files. */
export const SOURCE_NODE = 'a';

export interface ProcedureStep {
  /** `a-b`, as written: for messages. */
  readonly name: string;
  readonly source: string;
  readonly destination: string;
  readonly operation: OperationName;
  /** Not substituted yet: they may hold `$FILE1`, `$ARG1`. */
  readonly args: readonly string[];
  /** A leaf writes into the result. */
  readonly leaf: boolean;
}

/** An install procedure: its steps in an order in which every source is there before it is read. */
export interface Procedure {
  readonly id: string;
  readonly steps: readonly ProcedureStep[];
}

/** Reads an `[install_<id>]` section: a tree of operations that starts at node `a`. */
export function parseProcedure(id: string, section: IniSection): Procedure | { reason: string; line: number } {
  const steps: Omit<ProcedureStep, 'leaf'>[] = [];
  for (const [name, { value, line }] of section.options) {
    const step = parseStep(name, value);
    if ('reason' in step) return { ...step, line };
    if (steps.some((other) => other.destination === step.destination))
      return { reason: `node “${step.destination}” is made twice`, line };
    steps.push(step);
  }
  const ordered = order(steps);
  if (typeof ordered === 'string') return { reason: ordered, line: section.line };
  return { id, steps: ordered };
}

/**
 * A step's arguments with their values. Where an argument is a pattern, `$FILEn` stands for that one file: brackets in
 * its name are no character class.
 */
export function argumentsOf({ operation, args }: ProcedureStep, variables: ReadonlyMap<string, string>): string[] {
  return args.map((arg, i) => {
    const isPattern = operation === 'cp' ? i < args.length - 1 : operation !== 'unsign' || i === 0;
    const written = (name: string, value: string) => (isPattern && name.startsWith('FILE') ? literalPattern(value) : value);
    const result = substitute(arg, variables, written);
    // Every variable was looked up when the package was read, so none can be missing here.
    if ('unknown' in result) throw new Error(`${result.unknown} has no value`);
    return result.text;
  });
}

/**
 * Replaces `$NAME` and `${NAME}` in one argument; `\$` is a dollar sign. A name that is not known is told,
 * never left empty: an empty argument would copy the wrong thing.
 */
export function substitute(
  arg: string,
  variables: ReadonlyMap<string, string>,
  written: (name: string, value: string) => string = (_name, value) => value,
): { text: string } | { unknown: string } {
  let unknown: string | undefined;
  const text = arg.replace(/\\\$|\$\{(\w*)\}|\$(\w*)/g, (whole, braced: string | undefined, bare: string | undefined) => {
    if (whole === '\\$') return '$';
    const name = braced ?? bare ?? '';
    const value = variables.get(name);
    if (value === undefined) unknown ??= whole;
    return value === undefined ? '' : written(name, value);
  });
  return unknown === undefined ? { text } : { unknown };
}

function parseStep(name: string, value: string): Omit<ProcedureStep, 'leaf'> | { reason: string } {
  const [, source, destination] = /^(\w+)-(\w+)$/.exec(name) ?? [];
  if (source === undefined || destination === undefined) return { reason: `“${name}” is not of the form source-destination` };
  if (destination === SOURCE_NODE) return { reason: `“${name}” writes to ${SOURCE_NODE}, which holds the package's files` };
  const [operation, ...args] = value.split(/\s+/).filter((word) => word !== '');
  const known = OPERATIONS.find((candidate) => candidate === operation);
  if (!known) return { reason: `“${name}” uses an operation that does not exist: “${operation ?? ''}”` };
  const complaint = wrongArguments(known, args.length);
  return complaint ? { reason: `“${name}”: ${complaint}` } : { name, source, destination, operation: known, args };
}

function wrongArguments(operation: OperationName, count: number): string | undefined {
  const [least, most] = {
    cp: [2, Number.POSITIVE_INFINITY] as const,
    include: [1, Number.POSITIVE_INFINITY] as const,
    exclude: [1, Number.POSITIVE_INFINITY] as const,
    unsign: [2, 2] as const,
    null: [0, 0] as const,
    unzip: [1, 1] as const,
    untar: [1, 1] as const,
    unrar: [1, 1] as const,
    '7z': [1, 1] as const,
  }[operation];
  if (count >= least && count <= most) return undefined;
  return `“${operation}” takes ${least === most ? least : `at least ${least}`} argument(s), found ${count}`;
}

/** Sources before what reads them; a string says why there is no such order. */
function order(steps: readonly Omit<ProcedureStep, 'leaf'>[]): ProcedureStep[] | string {
  const sources = new Set(steps.map((step) => step.source));
  if (!sources.has(SOURCE_NODE)) return `nothing is read from ${SOURCE_NODE}, the package's files`;
  const made = new Set([SOURCE_NODE]);
  const ordered: ProcedureStep[] = [];
  let left = [...steps];
  while (left.length > 0) {
    const ready = left.filter((step) => made.has(step.source));
    if (ready.length === 0)
      return `“${left[0]?.name}” reads node “${left[0]?.source}”, which nothing leads to from ${SOURCE_NODE}`;
    for (const step of ready) {
      made.add(step.destination);
      ordered.push({ ...step, leaf: !sources.has(step.destination) });
    }
    left = left.filter((step) => !ready.includes(step));
  }
  return ordered;
}
