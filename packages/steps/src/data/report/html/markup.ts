import { visible } from '@ml-ci/core';

const made: unique symbol = Symbol('html');

/** HTML that `html` made. There is no other way to make it, so that no text gets into a page without being escaped. */
export interface Html {
  readonly [made]: string;
}

type Part = string | number | Html | readonly Html[] | undefined;

/** HTML from a template of ours: what is filled in is text, unless it is HTML already. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = template.map((piece, at) => piece + (at < parts.length ? written(parts[at]) : '')).join('');
  return { [made]: text };
}

/** What is sent to a browser. */
export function source(markup: Html): string {
  return markup[made];
}

/** How much of a file it takes. */
export function bytesOf(markup: Html): number {
  return Buffer.byteLength(source(markup));
}

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  return made in part ? part[made] : part.map(source).join('');
}

/** Text in an element or in an attribute with double quotes; what hides is shown by its number. */
function escaped(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('\r', '&#13;');
}
