import { i as unreachable, n as StepError } from "./core-error-codes.js";
import { t as isNamedBy } from "./steps-dependencies-lock-name-pattern.js";
import { t as fileProblems } from "./steps-dependencies-gate-files.js";
import { n as packagePattern } from "./steps-dependencies-gate-package-name.js";
// packages/steps/src/dependencies/gate/judge.ts
/** How much of a lock is held against CodeArtifact. */
const verifyLevels = [
	"origin",
	"hashes",
	"off"
];
/** Holds one entry against what CodeArtifact knows of it. */
function judge(found, policy) {
	const { locked, facts } = found;
	if (facts === void 0) {
		if (policy.connections.length > 0 && !isNamedBy(policy.internal, locked.name)) return {
			findings: [],
			isPending: true
		};
		return {
			findings: [{
				locked,
				kind: "missing",
				message: "is not in the repository",
				fix: "publish it there, or copy it with ml-ci promote-packages"
			}],
			isPending: false
		};
	}
	const findings = [statusFinding(found), ...hashFindings(found)];
	if (policy.withOrigin) findings.push(originFinding(found, policy), confusionFinding(found, policy));
	return {
		findings: findings.filter((finding) => finding !== void 0),
		isPending: false
	};
}
function statusFinding({ locked, facts }) {
	if (facts === void 0 || facts.status === "Published") return void 0;
	const { message, fix } = statusWords[facts.status] ?? {
		message: `has the status ${facts.status}`,
		fix: "lock another version"
	};
	return {
		locked,
		kind: "status",
		message,
		fix
	};
}
const statusWords = {
	Unlisted: {
		message: "was taken off the list: it is there for those who have it, and nobody should begin with it",
		fix: "lock another version, or publish it again with update-package-versions-status"
	},
	Archived: {
		message: "is archived and cannot be downloaded",
		fix: "lock another version, or publish it again with update-package-versions-status"
	},
	Disposed: {
		message: "was disposed of: its files are gone",
		fix: "lock another version"
	},
	Deleted: {
		message: "was deleted",
		fix: "lock another version"
	},
	Unfinished: {
		message: "is unfinished: not all of it has been published",
		fix: "publish the rest, or set it to Published"
	}
};
function hashFindings({ locked, assets }) {
	const fix = "find out who changed it before you install anything; write the lock anew only if the change is yours";
	return fileProblems(locked, assets).map((message) => ({
		locked,
		kind: "hash",
		message,
		fix
	}));
}
function originFinding({ locked, facts }, { allowedOrigins }) {
	if (facts === void 0) return void 0;
	const origin = originText(facts.origin);
	if (allowedOrigins.some((allowed) => allowed === origin || allowed === "external:*" && origin.startsWith("external:"))) return void 0;
	return {
		locked,
		kind: "origin",
		message: `has the origin ${origin}, and allowed is ${allowedOrigins.join(", ")}`,
		fix: `take it from elsewhere, or allow ${origin} in allow-origin`
	};
}
/** `internal`, `external:public:pypi` or `unknown`. */
function originText({ type, entryPoint }) {
	if (type === "EXTERNAL") return `external:${entryPoint ?? ""}`;
	return type === "INTERNAL" ? "internal" : "unknown";
}
function confusionFinding({ locked, facts, guard }, policy) {
	const { domain, format, connections } = policy;
	const pattern = packagePattern(format, locked.name);
	const close = `aws codeartifact update-package-group-origin-configuration --domain ${domain} --package-group '${pattern}' --restrictions EXTERNAL_UPSTREAM=BLOCK`;
	if (facts?.origin.type === "EXTERNAL" && isNamedBy(policy.internal, locked.name)) return {
		locked,
		kind: "confusion",
		message: `is a name of yours, and this version came from ${facts.origin.entryPoint ?? "outside"}`,
		fix: `remove the version from the domain, and keep others out: ${close}`
	};
	if (!(guard !== void 0 && connections.length > 0 && guard.restrictions.upstream === "ALLOW" && guard.group.externalUpstream !== "BLOCK")) return void 0;
	const create = guard.group.pattern === pattern ? "" : `aws codeartifact create-package-group --domain ${domain} --package-group '${pattern}' && `;
	return {
		locked,
		kind: "confusion",
		message: `is published by you, and a version of ${connections.join(", ")} under the same name could take its place: the package group ${guard.group.pattern} lets EXTERNAL_UPSTREAM in`,
		fix: `${create}${close}`
	};
}
// packages/steps/src/dependencies/install/manager.ts
/** The package managers that install, by the name that a user writes. */
const managerNames = [
	"pip",
	"uv",
	"poetry",
	"pdm",
	"npm",
	"pnpm",
	"yarn"
];
/** What each manager installs from; the first that takes a kind is the one where none was named. */
const takes = {
	pip: ["requirements", "pylock"],
	uv: [
		"uv",
		"requirements",
		"pylock"
	],
	poetry: ["poetry"],
	pdm: ["pdm"],
	npm: ["package-lock"],
	pnpm: ["pnpm"],
	yarn: ["yarn-1", "yarn-berry"]
};
/** The manager that was named, where it takes this kind of lock, or the one that writes it. */
function chooseManager(named, { kind, file }) {
	const fitting = managerNames.filter((name) => takes[name].includes(kind));
	const chosen = named ?? fitting[0];
	if (chosen !== void 0 && fitting.includes(chosen)) return chosen;
	throw new StepError("LOCK_INVALID", {
		message: `"${file}" is a lock of the kind ${kind}, which ${named} does not install from`,
		fix: ({ input }) => `use ${input("manager", fitting.join("|"))}, or name another lock`
	});
}
/** Opens a manager; each is loaded when it is used. */
async function openManager(name, source) {
	switch (name) {
		case "pip": return (await import("./steps-dependencies-install-python-pip.js")).openPip(source);
		case "uv": return (await import("./steps-dependencies-install-python-uv.js")).openUv(source);
		case "poetry": return (await import("./steps-dependencies-install-python-poetry.js")).openPoetry(source);
		case "pdm": return (await import("./steps-dependencies-install-python-pdm.js")).openPdm(source);
		case "npm": return (await import("./steps-dependencies-install-node-npm.js")).openNpm(source);
		case "pnpm": return (await import("./steps-dependencies-install-node-pnpm.js")).openPnpm(source);
		case "yarn": return source.lock.kind === "yarn-1" ? (await import("./steps-dependencies-install-node-yarn-1.js")).openYarn1(source) : (await import("./steps-dependencies-install-node-yarn-berry.js")).openYarnBerry(source);
		default: return unreachable(name);
	}
}
export { originText as a, judge as i, managerNames as n, verifyLevels as o, openManager as r, chooseManager as t };
