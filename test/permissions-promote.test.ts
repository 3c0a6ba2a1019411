import { pushImage, pushIndex, pushReferrer } from '../packages/oci/test/fixture.ts';
import { promote } from '../packages/steps/src/image/promote/index.ts';
import { type EcrStage, startEcrStage } from '../packages/steps/test/image/ecr-stage.ts';
import { attachFor, judgedOf, provePermissions, type Scenario } from './support/permission-proof.ts';

function scenario(
  name: string,
  to: 'staging' | 'prod',
  prepare: (stage: EcrStage) => Promise<unknown>,
  ending: unknown,
): Scenario {
  return {
    name,
    ending,
    async run(policy) {
      const stage = await startEcrStage();
      try {
        await prepare(stage);
        const roles = await attachFor(stage.sandbox, stage.folder, policy, ['dev', to]);
        const { exitCode, error, outputs } = await stage.run({ from: 'dev', to, tag: '1.0' });
        const { images } = await stage.stored(to);
        const mounted = outputs['blobs-mounted'];
        return {
          ending: { exitCode, code: error?.code, mounted, images: images.size },
          judged: judgedOf(stage.sandbox, roles),
        };
      } finally {
        await stage.stop();
      }
    },
  };
}

provePermissions(promote, [
  scenario(
    'across accounts, with an index and what refers to it',
    'prod',
    async ({ dev }) => {
      const image = await pushIndex(dev, '1.0');
      await pushReferrer(dev, image.descriptor, 3);
    },
    { exitCode: 0, code: undefined, mounted: 0, images: 5 },
  ),
  scenario(
    'within one registry, by mounting',
    'staging',
    async ({ dev, sandbox }) => {
      await pushImage(dev, 1, { tag: '1.0' });
      const registry = await sandbox.stores.ecr.registry('111111111111', 'eu-west-1');
      registry.settings.set('BLOB_MOUNTING', 'ENABLED');
    },
    { exitCode: 0, code: undefined, mounted: 3, images: 1 },
  ),
]);
