/** Markup that is safe to insert: made by `html`, which escapes every value that is not markup itself. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[] | undefined;

/** A tagged template for markup: values are escaped, control characters dropped. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.map((part, index) => part + show(values[index])).join(''));
}

function show(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in elements and in quoted attributes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll(/(?![\t\n])\p{Cc}/gu, '')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
