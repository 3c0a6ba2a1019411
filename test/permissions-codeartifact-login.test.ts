import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeartifactLogin } from '../packages/steps/src/dependencies/codeartifact-login/index.ts';
import { startBench } from '../packages/steps/test/dependencies/bench.ts';
import { loginBench } from '../packages/steps/test/dependencies/login-bench.ts';
import { attachFor, judgedOf, provePermissions, type Scenario } from './support/permission-proof.ts';

const config = `version: 1
model: m
environments:
  dev: { account: "111111111111", region: eu-west-1, role: "arn:aws:iam::111111111111:role/ml-ci", repository: dev/m }
dependencies: { domain: ml, repository: pinned, owner: "111111111111", manager: npm, lock: package-lock.json }
`;

/** The token and the addresses; nothing is downloaded. */
const forTwoFormats: Scenario = {
  name: 'tools of two formats',
  ending: { exitCode: 0, code: undefined, tools: 'pip,npm' },
  async run(policy) {
    const { bench, login } = loginBench(await startBench({}));
    try {
      await writeFile(join(bench.project, 'ml-ci.yml'), config);
      const roles = await attachFor(bench.sandbox, bench.project, policy, ['dev']);
      const { outcome } = await login({ tools: 'pip,npm', mode: 'file' });
      const { exitCode, error, outputs } = outcome;
      return {
        ending: { exitCode, code: error?.code, tools: outputs.tools },
        judged: judgedOf(bench.sandbox, roles),
      };
    } finally {
      await bench.close();
    }
  },
};

provePermissions(codeartifactLogin, [forTwoFormats]);
