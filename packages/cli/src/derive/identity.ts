import cli from '../../package.json' with { type: 'json' };

/** Who publishes ml-ci on GitHub. */
const owner = 'OWNER';

/** The package on the command line, and its version: one for the package and the actions. */
export const packageName: string = cli.name;
export const version: string = cli.version;

/** The repository that `uses:` names. */
export const repository = `${owner}/ml-ci`;

/** Who stands in an action.yml as its author. */
export const author = owner;

/** The command of a step where nothing is installed: in a buildspec, on a laptop. */
export const npxCommand = `npx --yes ${packageName}@${version}`;

/** The command that prints where npx has it. */
export const npxWhich = `npx --yes --package=${packageName}@${version} -c 'command -v ${packageName}'`;
