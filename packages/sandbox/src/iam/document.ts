/** One statement of a policy that is attached to a user or a role. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

/** `StringEquals` and `StringLike` of a policy: a key of the request has one of these values. */
export interface Condition {
  readonly operator: ConditionOperator;
  readonly key: string;
  readonly values: readonly string[];
}

type ConditionOperator = (typeof operators)[number];

const operators = ['StringEquals', 'StringLike'] as const;
/** Keys that requests to the sandbox carry. */
const conditionKeys: readonly string[] = ['iam:PassedToService', 'sts:AWSServiceName', 'aws:RequestedRegion'];
const members: readonly string[] = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];

/** Reads a policy document; what is not enforced here is refused, so that nothing is thought to be enforced. */
export function parseDocument(document: unknown): readonly Statement[] {
  if (!isRecord(document)) throw refused('a policy is an object', document);
  if (document.Version !== '2012-10-17') throw refused('Version must be 2012-10-17', document.Version);
  const statements = many(document.Statement).map(parseStatement);
  const sids = many(document.Statement).flatMap((one) => (isRecord(one) && one.Sid ? [one.Sid] : []));
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined) throw refused('a Sid must be the only one of its name', twice);
  return statements;
}

function parseStatement(value: unknown): Statement {
  if (!isRecord(value)) throw refused('a statement is an object', value);
  const stray = Object.keys(value).find((name) => !members.includes(name));
  if (stray !== undefined) throw refused('the sandbox does not enforce this member of a statement', stray);
  const { Sid, Effect, Action, Resource, Condition: condition } = value;
  if (Sid !== undefined && !(typeof Sid === 'string' && /^[A-Za-z0-9]+$/.test(Sid)))
    throw refused('a Sid is letters and digits', Sid);
  if (Effect !== 'Allow' && Effect !== 'Deny') throw refused('Effect is Allow or Deny', Effect);
  const actions = texts(Action, 'Action', /^(\*|[a-z0-9-]+:[\w*?]+)$/i);
  const resources = texts(Resource, 'Resource', /^(\*|arn:[^$]*)$/);
  return { effect: Effect, actions, resources, conditions: parseConditions(condition) };
}

function parseConditions(value: unknown): readonly Condition[] {
  if (value === undefined) return [];
  if (!isRecord(value)) throw refused('Condition is an object', value);
  return Object.entries(value).flatMap(([name, pairs]) => {
    const operator = operators.find((known) => known === name);
    if (operator === undefined || !isRecord(pairs))
      throw refused('the sandbox does not enforce this condition', name);
    return Object.entries(pairs).map(([key, values]) => {
      if (!conditionKeys.includes(key)) throw refused('the sandbox does not know this condition key', key);
      return { operator, key, values: texts(values, key, /^/) };
    });
  });
}

function texts(value: unknown, name: string, form: RegExp): readonly string[] {
  const list = many(value);
  if (list.length === 0) throw refused(`${name} is missing`, value);
  return list.map((item) => {
    if (typeof item === 'string' && form.test(item)) return item;
    throw refused(`this is no ${name} of a policy`, item);
  });
}

function many(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function refused(reason: string, value: unknown): Error {
  return new TypeError(`MalformedPolicyDocument: ${reason}: ${JSON.stringify(value)}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
