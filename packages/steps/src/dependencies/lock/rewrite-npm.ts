import { splitAsked } from './yarn-1.ts';
import { parseYarn1 } from './yarn-1-syntax.ts';

/** Without a `tarball`, pnpm asks its registry for a package by name and version. */
export function rewritePnpm(text: string): string {
  const tarball = String.raw`tarball: (?:'[^']*'|"[^"]*"|[^\s,}]+)`;
  return text
    .replace(new RegExp(`^(    resolution: \\{.*), ${tarball}(?=[,}])`, 'gm'), '$1')
    .replace(new RegExp(`^(    resolution: \\{)${tarball}, `, 'gm'), '$1');
}

/** Each `resolved`, with the SHA-1 that it ends with. */
export function rewriteYarn1(text: string, endpoint: string, file: string): string {
  const entries = new Map(parseYarn1(text, file).map((entry) => [entry.line, entry]));
  let address = '';
  const lines = text.split('\n').map((line, index) => {
    const entry = entries.get(index + 1);
    if (entry) {
      const { name } = splitAsked(entry.asked[0] ?? '');
      const base = name.slice(name.indexOf('/') + 1);
      address = `${endpoint}${name}/-/${base}-${entry.fields.get('version')}.tgz`;
    }
    return line.replace(/^( {2}resolved ")[^"#]*/, (_, before: string) => `${before}${address}`);
  });
  return lines.join('\n');
}

/** An address stands behind a version only where a registry has the archive in a place of its own. */
export function rewriteBerry(text: string): string {
  return text.replace(
    /^( {2}resolution: "[^"]*@npm:[^":]*)::__archiveUrl=[^"&]*("|&)/gm,
    (_, before: string, after: string) => `${before}${after === '&' ? '::' : '"'}`,
  );
}
