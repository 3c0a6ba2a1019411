import { type Domain, domainArn } from '../model.ts';
import { effective, type PackageGroup, parentOf, type RestrictionType, restrictionTypes } from './group.ts';
import { encodePattern } from './pattern.ts';

/** A group as the API describes it, alone and in lists. */
export function describeGroup(domain: Domain, group: PackageGroup): object {
  const parent = parentOf(domain, group);
  return {
    arn: groupArn(domain, group.pattern),
    pattern: group.pattern,
    domainName: domain.name,
    domainOwner: domain.owner,
    createdTime: new Date(group.createdMs),
    contactInfo: group.contactInfo,
    description: group.description,
    originConfiguration: {
      restrictions: Object.fromEntries(
        restrictionTypes.map((type) => [type, describeRestriction(domain, group, type)]),
      ),
    },
    parent: parent && referTo(domain, parent),
  };
}

function describeRestriction(domain: Domain, group: PackageGroup, type: RestrictionType): object {
  const { restriction, from } = effective(domain, group, type);
  return {
    mode: group.restrictions[type].mode,
    effectiveMode: restriction.mode,
    inheritedFrom: from === group ? undefined : referTo(domain, from),
    repositoriesCount: restriction.allowed.size,
  };
}

function referTo(domain: Domain, { pattern }: PackageGroup): object {
  return { arn: groupArn(domain, pattern), pattern };
}

function groupArn(domain: Domain, pattern: string): string {
  return `${domainArn(domain).replace(':domain/', ':package-group/')}${encodePattern(pattern)}`;
}
