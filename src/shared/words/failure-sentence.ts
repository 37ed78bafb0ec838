/**
 * Puts facts into a sentence: `{port}` becomes the fact of that name; one that is missing shows as `?`. `{over:MB}` is a
 * fact in bytes, shown in whole megabytes, rounded up, with the unit as the language writes it; less than one in
 * kilobytes, as `1 MB` would be another limit than the one that was set. A fact that ends its sentence ends it once.
 */
export function failureSentence(template: string, facts: Readonly<Record<string, string | number | boolean>>): string {
  return template.replace(/\{(\w+)(?::(\w+))?\}(\.?)/g, (_, name: string, unit: string | undefined, stop: string) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : '?';
    const text = unit === undefined || typeof fact !== 'number' ? String(fact) : rounded(fact, unit);
    return text.endsWith('.') ? text : `${text}${stop}`;
  });
}

function rounded(fact: number, unit: string): string {
  return fact > 0 && fact < 1e6 ? `${Math.ceil(fact / 1000)} ${unit.replace('M', 'k')}` : `${Math.ceil(fact / 1e6)} ${unit}`;
}
