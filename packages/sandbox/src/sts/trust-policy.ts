import { isRecord } from '../resource-policy.ts';

/** Who asks to assume a role with a token of an OIDC provider. */
interface WebIdentity {
  /** `arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com` */
  readonly provider: string;
  /** Values of condition keys: `token.actions.githubusercontent.com:sub`. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Whether a trust policy lets a token in. */
export type TrustPolicy = (identity: WebIdentity) => boolean;

interface Statement {
  readonly isDeny: boolean;
  applies(identity: WebIdentity): boolean;
}

type Test = (wanted: string, actual: string) => boolean;

const operators: Readonly<Record<string, Test>> = {
  StringEquals: (wanted, actual) => wanted === actual,
  StringLike: like,
};

/** Reads a trust policy; throws for what the sandbox cannot judge, so that nothing is let in unread. */
export function trustPolicy(document: unknown): TrustPolicy {
  if (!isRecord(document)) throw new TypeError('a trust policy is an object');
  const statements = listOf(document.Statement).map(readStatement);
  return (identity) => {
    const applying = statements.filter((statement) => statement.applies(identity));
    return applying.length > 0 && !applying.some(({ isDeny }) => isDeny);
  };
}

function readStatement(statement: unknown): Statement {
  if (!isRecord(statement)) throw new TypeError('a statement of a trust policy is an object');
  const { Effect, Action, Principal, Condition, Sid: _sid, ...rest } = statement;
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new TypeError(`the sandbox cannot judge "${unknown[0]}" of a trust policy`);
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new TypeError(`"${Effect}" is no Effect`);
  const isAsked = listOf(Action).some((action) => like(String(action), 'sts:AssumeRoleWithWebIdentity'));
  const providers = isRecord(Principal) ? listOf(Principal.Federated) : [Principal];
  const conditions = readConditions(Condition);
  return {
    isDeny: Effect === 'Deny',
    applies: ({ provider, keys }) =>
      isAsked &&
      providers.some((name) => name === provider || name === '*') &&
      conditions.every((holds) => holds(keys)),
  };
}

function readConditions(condition: unknown): ((keys: WebIdentity['keys']) => boolean)[] {
  if (condition === undefined) return [];
  if (!isRecord(condition)) throw new TypeError('the Condition of a trust policy is an object');
  return Object.entries(condition).flatMap(([operator, block]) => {
    const test = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
    if (test === undefined || !isRecord(block)) {
      throw new TypeError(`the sandbox cannot judge the condition "${operator}" of a trust policy`);
    }
    return Object.entries(block).map(([key, wanted]) => {
      if (!/:(sub|aud)$/.test(key))
        throw new TypeError(`the sandbox cannot judge the condition key "${key}"`);
      const values = listOf(wanted).map(String);
      return (keys: WebIdentity['keys']) => {
        const actual = keys[key];
        return actual !== undefined && values.some((value) => test(value, actual));
      };
    });
  });
}

/** IAM's pattern: `*` is any text, `?` one character. */
function like(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, (special) =>
    special === '*' ? '.*' : special === '?' ? '.' : `\\${special}`,
  );
  return new RegExp(`^${source}$`, 's').test(text);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
