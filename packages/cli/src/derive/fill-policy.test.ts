// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the names of a policy look like that
import { parseConfig } from '@ml-ci/core';
import { describe, expect, it } from 'vitest';
import { fillPolicy, openNames } from './fill-policy.ts';
import { policyOf } from './iam.ts';

const source = `version: 1
model: m
environments:
  dev: { account: "111111111111", region: eu-west-1, repository: dev/m }
  staging: { account: "111111111111", region: eu-west-1, repository: staging/m }
  prod: { account: "222222222222", region: us-east-1, repository: prod/m }
  china: { account: "333333333333", region: cn-north-1, repository: china/m }
dependencies: { domain: ml, repository: pinned, owner: "111111111111", manager: pip, lock: requirements.lock }
data: { checks: checks.yml, sources: ["s3://one/a.csv", "s3://two/*.csv", "s3://one/b.csv", local.csv] }
deploy:
  prod: { target: ecs, cluster: c, service: s, container: web, port: 1, application: a, group: g }
`;

async function filled(
  resources: readonly string[],
  name = 'prod',
  text = source,
): Promise<readonly string[]> {
  const config = await parseConfig(text, { file: '/project/ml-ci.yml' });
  const environment = config.environments.find((one) => one.name === name);
  if (environment?.type !== 'ecr') throw new Error(`${name} is no environment of AWS`);
  const document = policyOf([{ name: 'x', permissions: [{ actions: ['x:Y'], resources }] }]);
  return fillPolicy(document, config, environment).Statement.flatMap(({ Resource }) => Resource);
}

describe('fillPolicy', () => {
  it.each([
    [
      'arn:aws:ecr:${region}:${account}:repository/${repository}',
      'arn:aws:ecr:us-east-1:222222222222:repository/prod/m',
    ],
    [
      'arn:aws:ecs:${region}:${account}:service/${cluster}/${service}',
      'arn:aws:ecs:us-east-1:222222222222:service/c/s',
    ],
    [
      'arn:aws:codedeploy:${region}:${account}:deploymentgroup:${application}/${group}',
      'arn:aws:codedeploy:us-east-1:222222222222:deploymentgroup:a/g',
    ],
    ['arn:aws:iam::${account}:role/${taskRole}', 'arn:aws:iam::222222222222:role/${taskRole}'],
    ['*', '*'],
  ])('%s', async (pattern, expected) => {
    expect(await filled([pattern])).toEqual([expected]);
  });

  it('takes the repository of packages from dependencies, where their owner is', async () => {
    const pattern = 'arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}';
    expect(await filled([pattern])).toEqual([
      'arn:aws:codeartifact:eu-west-1:111111111111:repository/ml/pinned',
    ]);
  });

  it('writes a resource for each bucket of the sources', async () => {
    expect(await filled(['arn:aws:s3:::${bucket}/*'])).toEqual(['arn:aws:s3:::one/*', 'arn:aws:s3:::two/*']);
  });

  it('names the tables of Athena and where they are read', async () => {
    const given = source.replace(
      /^data: .*$/m,
      `data:
  checks: checks.yml
  sources: ["athena://sales.orders", "athena://other/crm.people"]
  reference: athena://sales.before
  athena: { workgroup: checks, output: "s3://results/checks/" }`,
    );
    const glue = 'arn:aws:glue:us-east-1:222222222222:table';
    expect(await filled(['arn:aws:glue:${region}:${account}:table/${databaseTable}'], 'prod', given)).toEqual(
      [`${glue}/crm/people`, `${glue}/sales/before`, `${glue}/sales/orders`],
    );
    expect(
      await filled(
        ['arn:aws:athena:${region}:${account}:workgroup/${workgroup}', 'arn:aws:s3:::${resultBucket}/*'],
        'prod',
        given,
      ),
    ).toEqual(['arn:aws:athena:us-east-1:222222222222:workgroup/checks', 'arn:aws:s3:::results/*']);
  });

  it('allows nothing for a history that is not in S3', async () => {
    expect(await filled(['arn:aws:s3:::${historyBucket}/*'])).toEqual([]);
  });

  it('leaves Athena out where no source is there', async () => {
    expect(await filled(['arn:aws:athena:${region}:${account}:workgroup/${workgroup}'])).toEqual([]);
  });

  it.each([
    ['staging', ['arn:aws:ecr:eu-west-1:111111111111:repository/dev/m']],
    ['dev', []],
    ['prod', []],
  ])(
    'takes what comes before %s in its registry for the source of a mount, or leaves it out',
    async (name, arns) => {
      const pattern = 'arn:aws:ecr:${region}:${account}:repository/${sourceRepository}';
      expect(await filled([pattern], name)).toEqual(arns);
    },
  );

  it('follows the partition of the region, and leaves what another environment has', async () => {
    const pattern = 'arn:aws:ecs:${region}:${account}:service/${cluster}/${service}';
    expect(await filled([pattern], 'china')).toEqual([
      'arn:aws-cn:ecs:cn-north-1:333333333333:service/${cluster}/${service}',
    ]);
  });
});

it('openNames names each name that is left, once', () => {
  const resources = ['arn:aws:iam::${account}:role/${taskRole}', 'arn:aws:ecs:${region}:${account}:x'];
  const document = policyOf([{ name: 'x', permissions: [{ actions: ['x:Y'], resources }] }]);
  expect(openNames(document)).toEqual(['account', 'region', 'taskRole']);
});
