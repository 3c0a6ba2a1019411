import { n as StepError } from "./core-error-codes.js";
import { basename, dirname } from "node:path";
// packages/steps/src/dependencies/install/node/yarn-command.ts
/** Looks at the lock of a manager's source; Yarn reads none of another name. */
function yarnSource(source) {
	const { context, lock } = source;
	if (basename(lock.file) !== "yarn.lock") throw new StepError("LOCK_INVALID", {
		message: `Yarn reads no lock file of the name "${basename(lock.file)}"`,
		fix: "name it yarn.lock"
	});
	const project = dirname(context.files.resolve(lock.file));
	return {
		...source,
		project,
		folders: [.../* @__PURE__ */ new Set([".", ...lock.local])]
	};
}
/**
* What every Yarn is told: to be itself, not the program that a `yarnPath` of the project names, which would run with the
* token; and that Corepack, where that stands before it, fetches none.
*/
const itself = {
	YARN_IGNORE_PATH: "1",
	SKIP_YARN_COREPACK_CHECK: "1",
	COREPACK_ENABLE_NETWORK: "0",
	COREPACK_ENABLE_DOWNLOAD_PROMPT: "0"
};
/** The version of the Yarn that would run here, which must be one of the major version that writes this lock. */
async function yarnVersion(context, project, major, env) {
	const options = {
		cwd: project,
		env: {
			...itself,
			...env
		},
		onLine: () => void 0,
		signal: context.signal
	};
	const { stdout, stderr } = await context.exec.run("yarn", ["--version"], options);
	const version = stdout.trim();
	if (/^\d+\.\d+\.\d+/.test(version) && Number.parseInt(version, 10) === major) return version;
	const found = version === "" ? `does not start: ${stderr.trim().slice(0, 200)}` : `is ${version}`;
	throw new StepError("CHILD_MISSING", {
		message: `the lock is of Yarn ${major}, and yarn ${found}`,
		fix: `install it: npm install --global ${packages[major]}, or corepack install; a yarnPath of the project is not run`
	});
}
const packages = {
	1: "yarn@1.22.22",
	4: "@yarnpkg/cli-dist@4"
};
export { yarnSource as n, yarnVersion as r, itself as t };
