import { visible } from './visible.ts';

/** Text that Markdown shows as it is: no markup, no HTML, one line. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replaceAll(/[\\`*_[\]|<>~#]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )
    .replaceAll(/[\r\n]+/g, ' ');
}
