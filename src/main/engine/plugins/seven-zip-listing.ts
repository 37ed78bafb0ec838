/** One member as `7z l -slt` tells of it. */
export interface ListedMember {
  readonly path: string;
  readonly size: number;
  readonly folder: boolean;
  readonly encrypted: boolean;
  /** A link or a device. */
  readonly special: boolean;
}

/** Reads the technical listing: after a line of dashes, one paragraph of `Key = value` a member. */
export function parseListing(lines: readonly string[]): ListedMember[] {
  const start = lines.findIndex((line) => /^-{10}$/.test(line));
  if (start < 0) return [];
  const members: ListedMember[] = [];
  let facts = new Map<string, string>();
  for (const line of [...lines.slice(start + 1), '']) {
    const [, key, value] = /^([A-Za-z0-9 ]+) = ?(.*)$/.exec(line) ?? [];
    if (key !== undefined) {
      if (key === 'Path' && facts.has('Path')) {
        members.push(memberOf(facts));
        facts = new Map();
      }
      facts.set(key, value ?? '');
    } else if (line.trim() === '' && facts.has('Path')) {
      members.push(memberOf(facts));
      facts = new Map();
    }
  }
  return members;
}

function memberOf(facts: ReadonlyMap<string, string>): ListedMember {
  // `A -rw-r--r--`, `D drwxr-xr-x`, `DA`: DOS letters, then the Unix mode where the archive has one.
  const [dos = '', mode = ''] = (facts.get('Attributes') ?? '').split(' ');
  const type = mode[0] ?? '-';
  const linked = (facts.get('Symbolic Link') ?? '') !== '' || (facts.get('Hard Link') ?? '') !== '';
  const folder = facts.get('Folder') === '+' || type === 'd' || (mode === '' && dos.includes('D'));
  return {
    path: facts.get('Path') ?? '',
    size: Number(facts.get('Size') || 0),
    folder,
    encrypted: facts.get('Encrypted') === '+',
    special: linked || !['-', 'd'].includes(type),
  };
}
