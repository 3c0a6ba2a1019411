/** An element of a document by its path, `project.parent`: its children, or its text, or undefined. */
export type XmlReader = (path: string) => unknown;

/** Reads a document in which everything is text, and the elements at `lists` are lists; throws where it is no XML. */
export async function readXml(text: string, lists: readonly string[]): Promise<XmlReader> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser');
  if (XMLValidator.validate(text) !== true) throw new Error('the document is not XML');
  const parser = new XMLParser({
    parseTagValue: false,
    isArray: (_name, path) => lists.includes(String(path)),
  });
  const document: unknown = parser.parse(text);
  return (path) => path.split('.').reduce(childOf, document);
}

/** The text of an element, unless it is empty or has children. */
export function xmlText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function childOf(element: unknown, name: string): unknown {
  // An object out of a parsed document: its keys are the names of its elements.
  return typeof element === 'object' && element !== null
    ? (element as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** The elements at a path that is a list. */
export function xmlList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
