/** A word for a POSIX shell that means exactly `text`. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** `export NAME='value'`, for a file that a shell sources. */
export function exportLine(name: string, value: string): string {
  return `export ${name}=${shellQuote(value)}`;
}

/** The statements of a file that consists of such lines; a quoted value may go over several lines. */
export function statementsOf(text: string): readonly string[] {
  const statements: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    open = open === '' ? line : `${open}\n${line}`;
    // within quotes a backslash is itself; outside of them it makes the next quote a letter
    const isWhole = /^(?:[^'\\]|\\.|'[^']*')*$/s.test(open);
    if (!isWhole) continue;
    if (open !== '') statements.push(open);
    open = '';
  }
  return open === '' ? statements : [...statements, open];
}
