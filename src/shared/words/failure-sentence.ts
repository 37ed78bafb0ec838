/** Puts facts into a sentence: `{port}` becomes the fact of that name; one that is missing shows as `?`. */
export function failureSentence(template: string, facts: Readonly<Record<string, string | number | boolean>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(facts, name) ? String(facts[name]) : '?'));
}
