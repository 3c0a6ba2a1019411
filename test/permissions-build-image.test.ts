import { buildImage } from '../packages/steps/src/image/build-image/index.ts';
import { startProject } from '../packages/steps/test/image/project.ts';
import { attachFor, judgedOf, provePermissions, type Scenario } from './support/permission-proof.ts';

const image = (base: string) => `engine: layers
base: ${base}
platforms: [linux/amd64]
layers:
  - { from: app, to: /app }
command: [node, /app/main.mjs]`;

/** Builds on nothing, or as the second of two images on the first. */
function scenario(name: string, isOnBase: boolean): Scenario {
  return {
    name,
    ending: { exitCode: 0, code: undefined, layers: isOnBase ? 2 : 1, isThere: true },
    async run(policy) {
      const project = await startProject();
      try {
        await project.write({ 'app/main.mjs': 'console.log(1)' });
        const scratch = image('scratch');
        if (isOnBase) await project.build(scratch, { env: 'dev', tag: 'base' });
        const { host } = await project.sandbox.stores.ecr.registry('111111111111', 'eu-west-1');
        await project.write({ 'app/main.mjs': 'console.log(2)', 'ml-ci.yml': config });
        const roles = await attachFor(project.sandbox, project.folder, policy, ['dev']);
        const block = isOnBase ? image(`${host}/dev/model:base`) : scratch;
        const { outcome, digest } = await project.build(block, { env: 'dev', tag: '1.0' });
        const isThere = (await project.ecrTag('1.0')) === digest;
        const { exitCode, error, outputs } = outcome;
        return {
          ending: { exitCode, code: error?.code, layers: outputs.layers, isThere },
          judged: judgedOf(project.sandbox, roles),
        };
      } finally {
        await project.close();
      }
    },
  };
}

/** The step's own is written when it is built; the policy must be there before. */
const config = `version: 1
model: m
environments:
  dev: { account: "111111111111", region: eu-west-1, role: "arn:aws:iam::111111111111:role/ml-ci", repository: dev/model }
`;

provePermissions(buildImage, [scenario('on nothing', false), scenario('on an image of the registry', true)]);
