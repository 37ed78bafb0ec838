import type { PackageDefinition } from './pkgs-db.ts';

/**
 * Packages with all that they depend on, what is depended on first. A circle is walked once. Names that are not
 * defined are left out: a package that needs one is broken, and says so by itself.
 *
 * @see reference wazo-provd.md 1.4 (`depends`)
 */
export function withDependencies(ids: readonly string[], packages: readonly PackageDefinition[]): string[] {
  const byId = new Map(packages.map((each) => [each.id, each]));
  const ordered = new Set<string>();
  const entered = new Set<string>();
  const visit = (id: string) => {
    if (entered.has(id)) return;
    entered.add(id);
    for (const needed of byId.get(id)?.depends ?? []) if (byId.has(needed)) visit(needed);
    ordered.add(id);
  };
  for (const id of ids) visit(id);
  return [...ordered];
}
