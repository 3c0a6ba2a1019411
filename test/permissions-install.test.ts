import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTgz } from '../packages/sandbox/test/package-files.ts';
import { install } from '../packages/steps/src/dependencies/install/index.ts';
import { startBench } from '../packages/steps/test/dependencies/bench.ts';
import { attachFor, judgedOf, provePermissions, type Scenario } from './support/permission-proof.ts';

const config = `version: 1
model: m
environments:
  dev: { account: "111111111111", region: eu-west-1, role: "arn:aws:iam::111111111111:role/ml-ci", repository: dev/m }
dependencies: { domain: ml, repository: pinned, owner: "111111111111", manager: npm, lock: package-lock.json }
`;

/** The token, the address and the downloads: npm asks for the same as pip does. */
const fromCodeArtifact: Scenario = {
  name: 'packages of npm from CodeArtifact',
  ending: { exitCode: 0, code: undefined, packages: 1 },
  async run(policy) {
    const shapes = await makeTgz('shapes', '2.0.0', {});
    const bench = await startBench({ npm: [shapes] });
    try {
      const project = { name: 'm', version: '1.0.0', dependencies: { shapes: '2.0.0' } };
      const packages = {
        '': project,
        'node_modules/shapes': { version: '2.0.0', integrity: shapes.integrity },
      };
      await bench.write({
        'package.json': JSON.stringify(project),
        'package-lock.json': JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages }),
      });
      await writeFile(join(bench.project, 'ml-ci.yml'), config);
      const roles = await attachFor(bench.sandbox, bench.project, policy, ['dev']);
      const { outcome } = await bench.install({ manager: 'npm', lock: 'package-lock.json' });
      const { exitCode, error, outputs } = outcome;
      return {
        ending: { exitCode, code: error?.code, packages: outputs.packages },
        judged: judgedOf(bench.sandbox, roles),
      };
    } finally {
      await bench.close();
    }
  },
};

provePermissions(install, [fromCodeArtifact]);
