/**
 * Whether a resource policy lets an account in: a statement allows it by name or allows everybody. Actions and
 * conditions are not looked at (docs/sandbox.md).
 */
export function policyAdmits(text: string | undefined, account: string): boolean {
  const statements = parsePolicy(text)?.Statement;
  const list = Array.isArray(statements) ? statements : [statements];
  return list.some((statement) => isRecord(statement) && allows(statement, account));
}

/** A policy document, or undefined where the text is none. */
export function parsePolicy(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function allows(statement: Record<string, unknown>, account: string): boolean {
  if (statement.Effect !== 'Allow') return false;
  const principal = isRecord(statement.Principal) ? statement.Principal.AWS : statement.Principal;
  const names = Array.isArray(principal) ? principal : [principal];
  return names.some((name) => name === '*' || name === account || String(name).split(':')[4] === account);
}

/** True for an object that is no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
