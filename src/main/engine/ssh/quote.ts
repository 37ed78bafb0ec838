/** A word for a POSIX shell, whatever is in it. @see POSIX.1-2017, Shell Command Language 2.2.2 */
export function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
