import type { Input } from '../input.ts';
import { ServiceError } from '../service.ts';
import type { WireProtocol } from './wire.ts';
import { escapeXml, xmlElement } from './xml.ts';

/** AWS Query: a form in, XML out. */
export function queryProtocol(
  namespace: string,
  errorCodes: Readonly<Record<string, string>> = {},
): WireProtocol {
  const headers = { 'content-type': 'text/xml' };
  const xmlns = ` xmlns="${escapeXml(namespace)}"`;
  const response = (name: string, children: object) => xmlElement(name, children, 'member', xmlns);
  return {
    dialect: 'query',
    decode: (body) => parseForm(body.toString('utf8')),
    answer: (operation, output, RequestId) => ({
      status: 200,
      headers,
      body: response(`${operation}Response`, {
        [`${operation}Result`]: output,
        ResponseMetadata: { RequestId },
      }),
    }),
    error: (error, RequestId) => ({
      status: error.status,
      headers,
      body: response('ErrorResponse', {
        Error: {
          Type: error.status < 500 ? 'Sender' : 'Receiver',
          Code: errorCodes[error.code] ?? error.code,
          Message: error.message,
          ...error.members,
        },
        RequestId,
      }),
    }),
  };
}

type Node = string | Map<string, Node>;
const maxDepth = 20;

/** `A.member.1.B=x` becomes `{ A: [{ B: 'x' }] }`; `A.entry.1.key=k` and `.value=v` become `{ A: { k: 'v' } }`. */
export function parseForm(form: string): Input {
  const root = new Map<string, Node>();
  for (const [path, value] of new URLSearchParams(form)) insert(root, path.split('.'), value);
  return Object.fromEntries([...root].map(([name, node]) => [name, resolve(node)]));
}

function insert(root: Map<string, Node>, path: readonly string[], value: string): void {
  if (path.length > maxDepth) throw new ServiceError('MalformedInput', 'a parameter is nested too deeply');
  let at = root;
  for (const name of path.slice(0, -1)) {
    const found = at.get(name);
    const next = found instanceof Map ? found : new Map<string, Node>();
    if (next !== found) at.set(name, next);
    at = next;
  }
  at.set(path.at(-1) ?? '', value);
}

function resolve(node: Node): unknown {
  if (typeof node === 'string') return node;
  const only = node.size === 1 ? [...node.keys()][0] : undefined;
  const inner = only === 'member' || only === 'entry' ? node.get(only) : node;
  if (inner instanceof Map && [...inner.keys()].every((key) => /^\d+$/.test(key))) {
    const items = [...inner].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => resolve(item));
    return only === 'entry' ? Object.fromEntries(items.map(asEntry)) : items;
  }
  return Object.fromEntries([...node].map(([name, item]) => [name, resolve(item)]));
}

function asEntry(item: unknown): [string, unknown] {
  if (typeof item === 'object' && item !== null && 'key' in item) {
    return [String(item.key), 'value' in item ? item.value : ''];
  }
  throw new ServiceError('MalformedInput', 'an entry of a map has no key');
}
