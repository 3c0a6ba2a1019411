import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTgz } from '../packages/sandbox/test/package-files.ts';
import { promotePackages } from '../packages/steps/src/dependencies/promote-packages/index.ts';
import { startBench } from '../packages/steps/test/dependencies/bench.ts';
import { promotePackagesIn } from '../packages/steps/test/dependencies/promote-packages-in.ts';
import { attachFor, judgedOf, provePermissions, type Scenario } from './support/permission-proof.ts';

const config = `version: 1
model: m
environments:
  dev: { account: "111111111111", region: eu-west-1, role: "arn:aws:iam::111111111111:role/ml-ci", repository: dev/m }
dependencies: { domain: ml, repository: pinned, owner: "111111111111", manager: npm, lock: package-lock.json }
`;

const oneVersion: Scenario = {
  name: 'one version into another repository',
  ending: { exitCode: 0, code: undefined, copied: 1 },
  async run(policy) {
    const bench = await startBench({ npm: [await makeTgz('@ml/shapes', '2.0.0', {})] });
    try {
      const released = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'released' };
      bench.sandbox.stores.codeartifact.store.ensureRepository(released);
      await writeFile(join(bench.project, 'ml-ci.yml'), config);
      const names = { from: 'pinned', to: 'released' };
      const roles = await attachFor(bench.sandbox, bench.project, policy, ['dev'], names);
      const inputs = { packages: '@ml/shapes@2.0.0', format: 'npm' };
      const { exitCode, error, outputs } = await promotePackagesIn(bench, inputs);
      return {
        ending: { exitCode, code: error?.code, copied: outputs.copied },
        judged: judgedOf(bench.sandbox, roles),
      };
    } finally {
      await bench.close();
    }
  },
};

provePermissions(promotePackages, [oneVersion]);
