/** Text as a YAML scalar on one line: as it is where that is safe in YAML 1.1 and 1.2, else in single quotes. */
export function yamlText(text: string): string {
  const isPlain = /^[A-Za-z./][^\n]*$/.test(text) && !/: |:$| #|[{}[\],&*!|>'"%@`]/.test(text);
  const isWord = /^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isPlain && !isWord && text.trim() === text ? text : `'${text.replaceAll("'", "''")}'`;
}

/** A comment, wrapped; its lines are indented by `indent`, those after the first by two more. */
export function commentLines(text: string, { indent = 0, width = 110 } = {}): string[] {
  const hang = indent === 0 ? 0 : indent + 2;
  const lines: string[] = [];
  let line = `#${' '.repeat(indent)}`;
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > width) {
      lines.push(line);
      line = `#${' '.repeat(hang)}`;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
