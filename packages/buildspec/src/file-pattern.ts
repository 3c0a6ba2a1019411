import { normalize } from 'node:path';

/**
 * A pattern of artifacts as an expression over paths with "/": `*` and `?` within a name, `**` over folders, `[…]` and
 * `{a,b}`. Names that start with a dot are matched like others, as in CodeBuild; the glob of Node leaves them out.
 */
export function filePattern(pattern: string): RegExp {
  const text = normalize(pattern).replaceAll('\\', '/');
  let source = '';
  let depth = 0;
  for (const [token] of text.matchAll(/\*\*\/|\*\*|\[!?[^\]/]+\]|[\s\S]/g)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    source += token === ',' && depth > 0 ? '|' : expression(token);
  }
  // an open brace is a character like any other
  return new RegExp(`^${depth === 0 ? source : literal(text)}$`);
}

function expression(token: string): string {
  switch (token) {
    case '**/':
      return '(?:.*/)?';
    case '**':
      return '.*';
    case '*':
      return '[^/]*';
    case '?':
      return '[^/]';
    case '{':
      return '(?:';
    case '}':
      return ')';
    default:
      return token.length > 1 ? token.replace(/^\[!/, '[^') : literal(token);
  }
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
