import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A small project with one locked dependency, whose server behaves as the body of `behave` says. */
export interface Project {
  readonly root: string;
  /** Replaces what the server answers: an expression over `request` that gives a status. */
  behave(status: string): Promise<void>;
}

const environment = (account: string, region: string, stage: string) =>
  `{ account: "${account}", region: ${region}, role: "arn:aws:iam::${account}:role/ml-ci", repository: ${stage}/tiny }`;

const config = `version: 1
model: tiny
environments:
  dev: ${environment('111111111111', 'eu-west-1', 'dev')}
  prod: ${environment('333333333333', 'us-east-1', 'prod')}
dependencies: { domain: ml, repository: pinned, owner: "111111111111", manager: npm, lock: package-lock.json }
data: { checks: checks.yml, sources: [rows.csv] }
image:
  engine: layers
  base: scratch
  layers:
    - { from: node_modules, to: /app/node_modules, exclude: [.package-lock.json, .bin] }
    - { from: server.mjs, to: /app/server.mjs }
  command: [node, server.mjs]
  workdir: /app
  ports: [8080]
deploy:
  prod:
    target: ecs
    cluster: tiny
    service: tiny
    container: server
    port: 8080
    application: tiny
    group: tiny
    strategy: canary-10-percent-5-minutes
    alarms: [tiny-5xx]
    bake: 6m
release: { steps: [install, validate-data, build-image, promote, deploy], until: prod }
rehearsal:
  speed: 60
  traffic: { requests: requests.jsonl, rate: 40 }
  tasks: 1
  packages: { npm: packages }
`;

const server = (status: string) => `import { createServer } from 'node:http';
import { answer } from 'tiny-answer';
const server = createServer((request, response) => {
  response.statusCode = ${status};
  response.end(answer);
});
server.listen(Number(process.env.PORT));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

/** Makes the project in a temporary folder; its dependency lies there as a package file. */
export async function makeProject(): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), 'ml-ci-project-'));
  const integrity = await packDependency(root);
  const dependencies = { 'tiny-answer': '1.0.0' };
  const files: Readonly<Record<string, string>> = {
    'ml-ci.yml': config,
    'checks.yml': 'version: 1\ncolumns:\n  id: { type: integer, unique: true }\n',
    'rows.csv': 'id\n1\n2\n',
    'requests.jsonl': ['a', 'b', 'c'].map((path) => `{"method":"GET","path":"/${path}"}\n`).join(''),
    'package.json': JSON.stringify({ name: 'tiny', version: '1.0.0', dependencies }),
    'package-lock.json': JSON.stringify({
      name: 'tiny',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: {
        '': { name: 'tiny', version: '1.0.0', dependencies },
        'node_modules/tiny-answer': { version: '1.0.0', integrity },
      },
    }),
    'server.mjs': server('200'),
  };
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(root, name), content)));
  return { root, behave: (status) => writeFile(join(root, 'server.mjs'), server(status)) };
}

async function packDependency(root: string): Promise<string> {
  const source = join(root, 'source');
  await mkdir(join(root, 'packages'), { recursive: true });
  await mkdir(source);
  await writeFile(
    join(source, 'package.json'),
    JSON.stringify({ name: 'tiny-answer', version: '1.0.0', type: 'module', exports: './index.js' }),
  );
  await writeFile(join(source, 'index.js'), "export const answer = 'yes';\n");
  await promisify(execFile)('npm', ['pack', '--pack-destination', join(root, 'packages')], { cwd: source });
  const bytes = await readFile(join(root, 'packages', 'tiny-answer-1.0.0.tgz'));
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}
