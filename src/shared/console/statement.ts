import { type Node, type Pattern, type Program, type Statement, parse } from 'acorn';
import { ProvdeskError } from '../failures.ts';

/** Longest statement, lines together, in characters. */
const LONGEST = 2 ** 20;

/** What was typed, ready to run: the body of a function that returns the value of the last expression. */
export interface Script {
  readonly body: string;
  readonly async: boolean;
  /** Names that it gives a value to, and that outlive it. */
  readonly names: readonly string[];
}

/**
 * Reads a statement; `await` may stand anywhere in it. Undefined where it is not complete and goes on in the next line.
 *
 * @throws ProvdeskError `console.statement-failed`
 */
export function compile(code: string): Script | undefined {
  let program: Program;
  try {
    program = parse(code, {
      ecmaVersion: 'latest',
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
    });
  } catch (error) {
    if (isIncomplete(error, code) && code.length < LONGEST) return undefined;
    throw statementFailed(code, error);
  }
  const names: string[] = [];
  const last = program.body.at(-1);
  const lines = program.body.map((node) => rewritten(code, node as Statement, node === last, names));
  return { body: lines.join('\n'), async: /\bawait\b/.test(code), names };
}

/** A failure as it is; anything else that a statement throws becomes one. */
export function statementFailed(code: string, error: unknown): ProvdeskError {
  if (error instanceof ProvdeskError) return error;
  const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  const reason = typeof message === 'string' && message !== '' ? message : String(error);
  return new ProvdeskError('console.statement-failed', { statement: code.trim().slice(0, 80), reason });
}

/** Declarations become plain assignments, so that their names outlive the function that the statement is put into. */
function rewritten(code: string, node: Statement, isLast: boolean, names: string[]): string {
  const text = (part: Node) => code.slice(part.start, part.end);
  if (node.type === 'VariableDeclaration') {
    const parts = node.declarations.map(({ id, init }) => `${text(id)} = ${init ? text(init) : 'undefined'}`);
    for (const { id } of node.declarations) names.push(...namesIn(id));
    return `(${parts.join(', ')});`;
  }
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
    names.push(node.id.name);
    return `${node.id.name} = ${text(node)};`;
  }
  if (node.type !== 'ExpressionStatement') return text(node);
  const { expression } = node;
  if (expression.type === 'AssignmentExpression' && expression.operator === '=') names.push(...namesIn(expression.left));
  return isLast ? `return (${text(expression)}\n);` : `${text(node)};`;
}

/** `{ a, b: [c] }` names a and c. What a member of something is set to is no name. */
function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => namesIn(each.type === 'RestElement' ? each.argument : each.value));
    case 'ArrayPattern':
      return pattern.elements.flatMap((each) => (each ? namesIn(each) : []));
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    default:
      return [];
  }
}

function isIncomplete(error: unknown, code: string): boolean {
  if (!(error instanceof SyntaxError)) return false;
  const { pos } = error as SyntaxError & { pos?: number };
  return error.message.startsWith('Unterminated template') || (pos !== undefined && pos >= code.trimEnd().length);
}
