import type { Demand } from './demand.ts';
import { type Condition, parseDocument, type Statement } from './document.ts';
import { matches } from './pattern.ts';

/** A demand, and what the policies said to it. */
interface Judgement {
  readonly action: string;
  readonly resource: string;
  readonly isAllowed: boolean;
}

/** The policies of users and roles. */
export interface Policies {
  /** Adds a policy to a user or a role (its ARN). From now on that principal is judged by its policies. */
  attach(principalArn: string, document: unknown): void;
  /** Takes all policies from a principal, which is not judged any more, and forgets what was judged. */
  detach(principalArn: string): void;
  /** What has been judged of a principal so far. */
  judged(principalArn: string): readonly Judgement[];
  /** Judges demands of a principal or of a session of it: the words of the refusal, or undefined. */
  refuse(arn: string, demands: readonly Demand[]): string | undefined;
}

interface Principal {
  statements: readonly Statement[];
  readonly judged: Judgement[];
}

/** No policies yet: nobody is judged. */
export function createPolicies(): Policies {
  const principals = new Map<string, Principal>();
  return {
    attach(principalArn, document) {
      if (!/^arn:aws[a-z-]*:iam::\d{12}:(user|role)\/./.test(principalArn))
        throw new TypeError(`"${principalArn}" is not the ARN of a user or a role`);
      const name = principalOf(principalArn);
      const principal = principals.get(name) ?? { statements: [], judged: [] };
      principal.statements = [...principal.statements, ...parseDocument(document)];
      principals.set(name, principal);
    },
    detach: (principalArn) => void principals.delete(principalOf(principalArn)),
    judged: (principalArn) => principals.get(principalOf(principalArn))?.judged ?? [],
    refuse(arn, demands) {
      const principal = principals.get(principalOf(arn));
      if (!principal) return undefined;
      for (const demand of demands) {
        const verdict = decide(principal.statements, demand);
        principal.judged.push({ ...named(demand), isAllowed: verdict === 'allowed' });
        if (verdict !== 'allowed') return words(arn, demand, verdict);
      }
      return undefined;
    },
  };
}

/** The role of a session; a user is its own. Paths are left out: the ARN of a session does not have the one of its role. */
function principalOf(arn: string): string {
  const session = /^(arn:aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  if (session) return `${session[1]}:iam::${session[2]}:role/${session[3]}`;
  return arn.replace(/:(user|role)\/.*\//, ':$1/');
}

function decide(statements: readonly Statement[], demand: Demand): 'allowed' | 'denied' | 'not allowed' {
  const applying = statements.filter((statement) => applies(statement, demand));
  if (applying.some(({ effect }) => effect === 'Deny')) return 'denied';
  return applying.length > 0 ? 'allowed' : 'not allowed';
}

function applies(statement: Statement, demand: Demand): boolean {
  // names of actions have no case, ARNs do
  const action = demand.action.toLowerCase();
  return (
    statement.actions.some((pattern) => matches(pattern.toLowerCase(), action)) &&
    statement.resources.some((pattern) => matches(pattern, demand.resource)) &&
    statement.conditions.every((condition) => holds(condition, demand))
  );
}

function holds({ operator, key, values }: Condition, { context }: Demand): boolean {
  const actual = context?.[key];
  if (actual === undefined) return false;
  return values.some((value) => (operator === 'StringLike' ? matches(value, actual) : value === actual));
}

function words(arn: string, { action, resource }: Demand, verdict: 'denied' | 'not allowed'): string {
  const reason =
    verdict === 'denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

function named({ action, resource }: Demand): Pick<Judgement, 'action' | 'resource'> {
  return { action, resource };
}
