import { ofSide, policyOf } from '../packages/cli/src/derive/iam.ts';
import { pushImage, pushIndex, pushReferrer } from '../packages/oci/test/fixture.ts';
import { promote } from '../packages/steps/src/image/promote/index.ts';
import { type EcrStage, startEcrStage } from '../packages/steps/test/image/ecr-stage.ts';
import { attachFor, judgedOf, provePermissions, type Scenario } from './support/permission-proof.ts';

type Side = 'from' | 'to';

interface Case {
  readonly name: string;
  readonly to: 'staging' | 'prod';
  prepare(stage: EcrStage): Promise<unknown>;
  readonly ending: unknown;
}

const cases: readonly Case[] = [
  {
    name: 'across accounts, with an index and what refers to it',
    to: 'prod',
    async prepare({ dev }) {
      const image = await pushIndex(dev, '1.0');
      await pushReferrer(dev, image.descriptor, 3);
    },
    ending: { exitCode: 0, code: undefined, mounted: 0, images: 5 },
  },
  {
    name: 'within one registry, by mounting',
    to: 'staging',
    async prepare({ dev, sandbox }) {
      await pushImage(dev, 1, { tag: '1.0' });
      const registry = await sandbox.stores.ecr.registry('111111111111', 'eu-west-1');
      registry.settings.set('BLOB_MOUNTING', 'ENABLED');
    },
    ending: { exitCode: 0, code: undefined, mounted: 3, images: 1 },
  },
];

/** Each role has the policy of its own side; the one of `side` is the one that is tried. */
function scenarioOf(side: Side, { name, to, prepare, ending }: Case): Scenario {
  return {
    name,
    ending,
    async run(policy) {
      const stage = await startEcrStage();
      try {
        await prepare(stage);
        const policyFor = (of: Side) => (of === side ? policy : policyOf([ofSide(promote, of)]));
        const attach = (of: Side, environment: string) =>
          attachFor(stage.sandbox, stage.folder, policyFor(of), [environment]);
        const roles = { from: await attach('from', 'dev'), to: await attach('to', to) };
        const { exitCode, error, outputs } = await stage.run({ from: 'dev', to, tag: '1.0' });
        const { images } = await stage.stored(to);
        const mounted = outputs['blobs-mounted'];
        return {
          ending: { exitCode, code: error?.code, mounted, images: images.size },
          judged: judgedOf(stage.sandbox, roles[side]),
        };
      } finally {
        await stage.stop();
      }
    },
  };
}

for (const side of ['from', 'to'] as const) {
  provePermissions(
    ofSide(promote, side),
    cases.map((one) => scenarioOf(side, one)),
  );
}
