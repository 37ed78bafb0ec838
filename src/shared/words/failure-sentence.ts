/**
 * Puts facts into a sentence: `{port}` becomes the fact of that name; one that is missing shows as `?`. `{over:MB}` is a
 * fact in bytes, shown in whole megabytes, rounded up, with the unit as the language writes it.
 */
export function failureSentence(template: string, facts: Readonly<Record<string, string | number | boolean>>): string {
  return template.replace(/\{(\w+)(?::(\w+))?\}/g, (_, name: string, unit: string | undefined) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : '?';
    return unit !== undefined && typeof fact === 'number' ? `${Math.ceil(fact / 1e6)} ${unit}` : String(fact);
  });
}
