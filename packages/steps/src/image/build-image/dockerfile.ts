/**
 * The base images that a Dockerfile names, with its arguments filled in: those before the first FROM, which `args`
 * overrides. Stages of the same file and `scratch` are left out.
 */
export function baseReferences(
  dockerfile: string,
  args: Readonly<Record<string, string>>,
): readonly string[] {
  const known: Record<string, string> = {};
  const stages = new Set(['scratch']);
  const found = new Set<string>();
  let isBeforeFirst = true;
  for (const line of dockerfile.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const argument = /^\s*ARG\s+(\w+)(?:=("?)(.*?)\2)?\s*$/i.exec(line);
    if (argument?.[1] && isBeforeFirst) known[argument[1]] = args[argument[1]] ?? argument[3] ?? '';
    const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    if (!from?.[1]) continue;
    isBeforeFirst = false;
    const reference = fill(from[1], known);
    if (reference !== '' && !stages.has(reference.toLowerCase())) found.add(reference);
    if (from[2]) stages.add(from[2].toLowerCase());
  }
  return [...found];
}

/** `$NAME`, `${NAME}` and `${NAME:-default}`. */
function fill(text: string, args: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g,
    (_, braced?: string, standard?: string, bare?: string) => args[braced ?? bare ?? ''] || (standard ?? ''),
  );
}
