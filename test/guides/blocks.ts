/** A block of code in a guide, and what its first line says is to be done with it. */
export type Block =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'run'; readonly script: string; readonly exitCode: number }
  | { readonly kind: 'workflow' }
  | { readonly kind: 'expect'; readonly lines: readonly string[] };

/**
 * The blocks of a Markdown page in order: `file=PATH` is written, `run` is run by bash, `fails=N` says how it must end,
 * `run=workflow` is what a push does, `expect` must stand in the output of the block before. Others only show something.
 */
export function blocksOf(markdown: string): readonly Block[] {
  const found = markdown.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm);
  return [...found].flatMap(([, , info = '', text = '']) => blockOf(wordsOf(info), text) ?? []);
}

function blockOf(words: ReadonlyMap<string, string>, text: string): Block | undefined {
  const path = words.get('file');
  if (path !== undefined) return { kind: 'file', path, text };
  if (words.get('run') === 'workflow') return { kind: 'workflow' };
  if (words.has('run')) return { kind: 'run', script: text, exitCode: Number(words.get('fails') ?? 0) };
  if (words.has('expect')) return { kind: 'expect', lines: text.split('\n').filter((line) => line !== '') };
  return undefined;
}

/** `run fails=2` as names and values. */
function wordsOf(info: string): ReadonlyMap<string, string> {
  const words = info.trim().split(/\s+/);
  return new Map(words.map((word) => [word.split('=')[0] ?? '', word.split('=')[1] ?? '']));
}
