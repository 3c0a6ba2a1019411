/** How a list is written: each item in `<member>`, or the element repeated. */
export type ListStyle = 'member' | 'flat';

/** An element and its children; undefined gives nothing, a `Map` gives `<entry><key/><value/></entry>`. */
export function xmlElement(name: string, value: unknown, lists: ListStyle, attributes = ''): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && lists === 'flat') {
    return value.map((item) => xmlElement(name, item, lists)).join('');
  }
  return `<${name}${attributes}>${content(value, lists)}</${name}>`;
}

/** Text that may stand in an element or attribute. Characters that XML has no way to write become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#xD;')
    .replace(unwritable, '\uFFFD');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids.
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function content(value: unknown, lists: ListStyle): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => xmlElement('member', item, lists)).join('');
  if (value instanceof Map) {
    return [...value].map(([key, item]) => xmlElement('entry', { key, value: item }, lists)).join('');
  }
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, item]) => xmlElement(name, item, lists))
    .join('');
}
