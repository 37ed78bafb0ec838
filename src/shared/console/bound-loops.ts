import { type Node, parse } from 'acorn';

/** Called at the beginning of each round of a loop. No name that a person would choose. */
export const ROUND = '$round$';

/** Rounds that the loops of one statement may make together: seconds of computing, in which nothing else gets its turn. */
export const MOST_ROUNDS = 1_000_000;

const LOOPS = new Set(['WhileStatement', 'DoWhileStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement']);

/** The same function body, in which each round of a loop is counted. */
export function boundLoops(body: string): string {
  const program = parse(body, {
    ecmaVersion: 'latest',
    allowAwaitOutsideFunction: true,
    allowReturnOutsideFunction: true,
  });
  const inserted: [at: number, text: string][] = [];
  visit(program, (node) => {
    if (!LOOPS.has(node.type)) return;
    const inner = (node as Node & { body: Node }).body;
    inserted.push([inner.start, `{ ${ROUND}();`], [inner.end, ' }']);
  });
  // From the end on, so that what is inserted moves nothing that is still to come; an outer end after an inner one.
  const ordered = inserted.map(([at, text], index) => ({ at, text, index })).sort((a, b) => b.at - a.at || a.index - b.index);
  return ordered.reduce((text, { at, text: piece }) => text.slice(0, at) + piece + text.slice(at), body);
}

function visit(node: Node, look: (node: Node) => void): void {
  look(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value as unknown]) if (isNode(child)) visit(child, look);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
