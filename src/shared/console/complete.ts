import type { ProvdeskClient } from '../contract/client.ts';
import { pageOf } from './members.ts';
import { compile } from './statement.ts';
import type { World } from './world.ts';

/** What may stand where the cursor is, and the part of it that stands there already; as node:repl wants it. */
export type Completion = [candidates: string[], fragment: string];

/** What a line asks for at its end. */
export type Wanted =
  | { readonly kind: 'name'; readonly fragment: string }
  | { readonly kind: 'member'; readonly of: string; readonly fragment: string }
  | { readonly kind: 'id'; readonly of: string; readonly member: string; readonly fragment: string; readonly close: string };

const ONE = String.raw`plugins\[(?:'[^']*'|"[^"]*")\]|plugins\.get\((?:'[^']*'|"[^"]*")\)|[A-Za-z_$][\w$]*`;
const INDEX = /(?:^|[^\w$.])(plugins)\[(['"])([^'"]*)$/;
const ARGUMENT = new RegExp(String.raw`(?:^|[^\w$.])(${ONE})\.(\w+)\((?:[^()]*,\s*|\[)?(['"])([^'"]*)$`);
const MEMBER = new RegExp(String.raw`(?:^|[^\w$.])(${ONE})\.([\w$]*)$`);
const NAME = /(?:^|[^\w$.'"])([A-Za-z_$][\w$]*)?$/;

/** Pure: what could be completed at the end of this line. */
export function wantedAt(line: string): Wanted | undefined {
  const [index, , quote = '', id = ''] = INDEX.exec(line) ?? [];
  if (index !== undefined) return { kind: 'id', of: 'plugins', member: 'get', fragment: id, close: `${quote}]` };
  const [argument, of = '', member = '', mark = '', text = ''] = ARGUMENT.exec(line) ?? [];
  if (argument !== undefined) return { kind: 'id', of, member, fragment: text, close: `${mark})` };
  if (insideQuotes(line)) return undefined;
  const [dotted, object = '', name = ''] = MEMBER.exec(line) ?? [];
  if (dotted !== undefined) return { kind: 'member', of: object, fragment: name };
  const found = NAME.exec(line);
  return found ? { kind: 'name', fragment: found[1] ?? '' } : undefined;
}

/** Nothing where the engine cannot say: a completion is a courtesy. */
export async function complete(line: string, client: ProvdeskClient, world: World): Promise<Completion> {
  const wanted = wantedAt(line);
  if (!wanted) return [[], line];
  const { fragment } = wanted;
  const found = (await candidates(wanted, client, world).catch(() => [])).filter((each) => each.startsWith(fragment)).sort();
  const [only] = found;
  const closed = wanted.kind === 'id' && found.length === 1 && only !== undefined ? [`${only}${wanted.close}`] : found;
  return [closed, fragment];
}

async function candidates(wanted: Wanted, client: ProvdeskClient, world: World): Promise<string[]> {
  if (wanted.kind === 'name') return world.names();
  const page = pageOf(valueOf(wanted.of, world));
  if (!page) return [];
  if (wanted.kind === 'member') return Object.keys(page.members);
  if (!Object.hasOwn(page.members, wanted.member)) return [];
  if (page.plugin !== undefined) {
    const packages = await client.packages.list({ plugin: page.plugin });
    return packages.filter(({ installedVersion }) => isWanted(wanted.member, installedVersion)).map(({ id }) => id);
  }
  if (wanted.of !== 'plugins') return [];
  const plugins = await client.plugins.catalogue(undefined);
  return plugins.filter(({ installedVersion }) => isWanted(wanted.member, installedVersion)).map(({ id }) => id);
}

/** Only what is not there can be installed; only what is there can be anything else, but looked at. */
function isWanted(member: string, installedVersion: string | undefined): boolean {
  if (member === 'get') return true;
  return member === 'install' ? installedVersion === undefined : installedVersion !== undefined;
}

/** The value of a name, or of `plugins['…']`: nothing that such an expression reads does anything. */
function valueOf(expression: string, world: World): unknown {
  const script = compile(expression);
  return script && world.run(script);
}

function insideQuotes(line: string): boolean {
  const quotes = line.replace(/'[^']*'|"[^"]*"/g, '');
  return /['"]/.test(quotes);
}
