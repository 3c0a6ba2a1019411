import { n as StepError } from "./core-error-codes.js";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { lstat, mkdir, mkdtemp, open, readFile, realpath, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
// packages/core/src/state-folder.ts
/** Creates `.ml-ci/` under `root`: a real folder, 0700, that ignores itself in git. A link there is refused. */
function stateFolder(root) {
	const folder = join(root, ".ml-ci");
	find(root, "");
	mkdirSync(folder, {
		recursive: true,
		mode: 448
	});
	try {
		writeFileSync(join(folder, ".gitignore"), "*\n", { flag: "wx" });
	} catch (error) {
		if (error.code !== "EEXIST") throw error;
	}
	return folder;
}
/** The path of `.ml-ci/<name>` under `root`, whose folder exists afterwards. A link on the way, or there, is refused. */
function statePath(root, name) {
	const path = join(stateFolder(root), name);
	find(root, name);
	mkdirSync(dirname(path), {
		recursive: true,
		mode: 448
	});
	return path;
}
/**
* Refuses files under `.ml-ci/` that came with the tree: what git tracks, a link, and what is behind one. Anybody who can
* change the tree could choose what is released, and what a shell that sources `outputs.env` does.
*/
async function refuseForeign(root, names) {
	const paths = [];
	for (const name of names) {
		const found = find(root, name);
		const path = join(".ml-ci", name);
		if (found === void 0) continue;
		if (!found.isFile()) throw unsafe(join(root, path), "is not a plain file");
		paths.push(path);
	}
	const [tracked] = paths.length === 0 ? [] : await trackedOf(root, paths);
	if (tracked !== void 0) throw unsafe(join(root, tracked), "is tracked by git");
}
/** What is at `.ml-ci/<name>`, if anything. No part of the way may be a link: it could lead into the tree, or out of it. */
function find(root, name) {
	let path = root;
	let found;
	for (const part of [".ml-ci", ...name.split(/[\\/]/)].filter((each) => each !== "")) {
		if (found !== void 0 && !found.isDirectory()) throw unsafe(path, "is not a folder");
		path = join(path, part);
		found = lstatSync(path, { throwIfNoEntry: false });
		if (found === void 0) return void 0;
		if (found.isSymbolicLink()) throw unsafe(path, "is a link");
	}
	return found;
}
async function trackedOf(root, paths) {
	const [{ execFile }, { promisify }] = await Promise.all([import("node:child_process"), import("node:util")]);
	return promisify(execFile)("git", [
		...[
			"-c",
			"safe.directory=*",
			"-c",
			"core.fsmonitor=false"
		],
		"-C",
		root,
		"ls-files",
		"-z",
		"--",
		...paths
	]).then(({ stdout }) => stdout.split("\0").filter((path) => path !== ""), () => []);
}
function unsafe(path, why) {
	return new StepError("FILE_UNSAFE", {
		message: `"${path}" ${why}`,
		fix: "remove it from the tree: ml-ci keeps its state there, and .ml-ci/ must not be committed"
	});
}
// packages/core/src/tool-cache.ts
/** Where tools lie that are fetched once: the runner's tool cache, else the cache of the user. */
function toolCacheFolder(env) {
	const { RUNNER_TOOL_CACHE: runner, XDG_CACHE_HOME: cache } = env;
	return join(runner || cache || join(env.HOME || homedir(), ".cache"), "ml-ci");
}
// packages/core/src/files.ts
/** A runner empties its own folder after each job; elsewhere the folder of the system has to do. */
function temporaryPlaces(env) {
	const tmp = env.TMPDIR || tmpdir();
	return {
		tmp,
		lasting: env.RUNNER_TEMP || tmp
	};
}
/** `Files` below `root`; `dispose` removes the temporary folders. */
function createFiles(root, { tmp, lasting } = temporaryPlaces({}), toolCache = toolCacheFolder({})) {
	const temporaries = [];
	const absolute = (path) => isAbsolute(path) ? path : resolve(root, path);
	return {
		root,
		toolCache,
		resolve: absolute,
		async readText(path) {
			try {
				return await readFile(absolute(path), "utf8");
			} catch (cause) {
				throw new StepError("FILE_MISSING", {
					message: `cannot read "${path}"`,
					fix: "check the path; relative ones start at the folder of ml-ci.yml",
					cause
				});
			}
		},
		write: (path, content, mode = 420) => writeAtomic(absolute(path), content, mode),
		state: async (name) => statePath(root, name),
		async temporary(prefix) {
			const folder = await mkdtemp(join(tmp, `ml-ci-${prefix}-`));
			temporaries.push(folder);
			return folder;
		},
		lasting: (prefix) => mkdtemp(join(lasting, `ml-ci-${prefix}-`)),
		isTemporary: (prefix, path) => isOurs([tmp, lasting], prefix, path),
		async removeTemporary(prefix, path) {
			if (!await isOurs([tmp, lasting], prefix, path)) return false;
			await rm(path, {
				recursive: true,
				force: true,
				maxRetries: 3
			});
			return true;
		},
		async dispose() {
			await Promise.all(temporaries.map((folder) => rm(folder, {
				recursive: true,
				force: true
			})));
		}
	};
}
/** The real path of `path` when it lies in `folder`, links followed; FILE_UNSAFE otherwise. */
async function inside(folder, path) {
	const base = await realpath(folder);
	const target = await realpath(resolve(base, path));
	const way = relative(base, target);
	if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) throw new StepError("FILE_UNSAFE", {
		message: `"${path}" is outside "${folder}"`,
		fix: "move the file into the folder"
	});
	return target;
}
/** A path that came out of a file is trusted only as far as it can be one of ours. */
async function isOurs(places, prefix, path) {
	const why = (await Promise.all(places.map((place) => isIn(place, path)))).includes(true) ? void 0 : `is not in "${[...new Set(places)].join("\" or \"")}"`;
	const found = await lstat(path).catch(ignoreMissing);
	if (why === void 0 && found === void 0) return false;
	const hasName = new RegExp(`^ml-ci-${prefix}-[A-Za-z0-9]{6}$`).test(basename(path));
	const isOwn = found?.isDirectory() && (process.getuid === void 0 || found.uid === process.getuid());
	if (why !== void 0 || !hasName || !isOwn) throw new StepError("FILE_UNSAFE", {
		message: `"${path}" ${why ?? "is no temporary folder of ml-ci"}`,
		fix: "look at it, and remove it by hand if it is left over"
	});
	return true;
}
async function isIn(folder, path) {
	const [real, parent] = await Promise.all([folder, dirname(path)].map((each) => realpath(each).catch(ignoreMissing)));
	return parent === void 0 || real === parent;
}
function ignoreMissing(error) {
	if (error.code === "ENOENT") return void 0;
	throw error;
}
async function writeAtomic(path, content, mode) {
	await mkdir(dirname(path), { recursive: true });
	const beside = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
	try {
		const handle = await open(beside, "wx", mode);
		try {
			await handle.writeFile(content);
		} finally {
			await handle.close();
		}
		await rename(beside, path);
	} catch (error) {
		await rm(beside, { force: true });
		throw error;
	}
}
// packages/core/src/log.ts
/** A `Log` that hands every event to `emit`. */
function createLog(emit) {
	return {
		debug: (message) => emit({
			type: "debug",
			message
		}),
		info: (message) => emit({
			type: "info",
			message
		}),
		warn: (message) => emit({
			type: "warn",
			message
		}),
		output: (source, line) => emit({
			type: "output",
			source,
			line
		}),
		async group(title, work) {
			emit({
				type: "group",
				title
			});
			try {
				return await work();
			} finally {
				emit({ type: "group-end" });
			}
		},
		table: (table) => emit({
			type: "table",
			...table
		}),
		progress: (progress) => emit({
			type: "progress",
			...progress
		}),
		annotate: (annotation) => emit({
			type: "annotation",
			...annotation
		})
	};
}
/** A `Log` that says nothing. */
const silentLog = createLog(() => void 0);
// packages/core/src/exec.ts
const inherited = [
	"PATH",
	"HOME",
	"LANG",
	"LC_ALL",
	"TMPDIR",
	"TZ",
	"SystemRoot",
	"USERPROFILE",
	"TEMP",
	"TMP",
	"PATHEXT",
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"NO_PROXY",
	"ALL_PROXY",
	"http_proxy",
	"https_proxy",
	"no_proxy",
	"all_proxy",
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
	"NODE_EXTRA_CA_CERTS",
	"REQUESTS_CA_BUNDLE",
	"CURL_CA_BUNDLE",
	"PIP_CERT"
];
/** What a child may see of our environment: nothing of AWS, ACTIONS, GITHUB or ML_CI. */
function baseEnvironment(env) {
	const base = {};
	for (const name of inherited) {
		const value = env[name];
		if (value !== void 0) base[name] = value;
	}
	return base;
}
/** An `Exec` whose children start from `env`, print to `log` and run in `cwd` unless told. */
function createExec(host) {
	return { async run(command, args, options = {}) {
		const [{ spawn }, { createInterface }] = await Promise.all([import("node:child_process"), import("node:readline")]);
		const signal = options.signal ?? host.signal;
		if (signal?.aborted) throw signal.reason;
		return new Promise((resolve, reject) => {
			const child = spawn(command, args, {
				cwd: options.cwd ?? host.cwd,
				env: {
					...baseEnvironment(host.env),
					...options.env
				},
				stdio: [
					"pipe",
					"pipe",
					"pipe"
				]
			});
			const report = options.onLine ?? ((line) => host.log.output(command, line));
			const stdout = collect(createInterface, child.stdout, (line) => report(line, "stdout"));
			const stderr = collect(createInterface, child.stderr, (line) => report(line, "stderr"));
			let killer;
			const onAbort = () => {
				child.kill("SIGTERM");
				killer = setTimeout(() => child.kill("SIGKILL"), 5e3);
			};
			signal?.addEventListener("abort", onAbort, { once: true });
			child.on("error", (cause) => {
				signal?.removeEventListener("abort", onAbort);
				reject(cause.code === "ENOENT" ? new StepError("CHILD_MISSING", {
					message: `"${command}" is not installed`,
					fix: `install ${command}`,
					cause
				}) : cause);
			});
			child.on("close", (code, killedBy) => {
				signal?.removeEventListener("abort", onAbort);
				clearTimeout(killer);
				if (signal?.aborted) reject(signal.reason);
				else resolve({
					exitCode: code ?? signalExit(killedBy),
					stdout: stdout(),
					stderr: stderr()
				});
			});
			child.stdin.on("error", () => void 0);
			child.stdin.end(options.stdin ?? "");
		});
	} };
}
function signalExit(name) {
	return name === "SIGKILL" ? 137 : name === "SIGINT" ? 130 : 143;
}
function collect(createInterface, stream, onLine) {
	let kept = "";
	createInterface({
		input: stream,
		crlfDelay: Number.POSITIVE_INFINITY
	}).on("line", (line) => {
		kept = `${kept}${line}\n`.slice(-65536);
		onLine(line);
	});
	return () => kept;
}
export { createFiles as a, toolCacheFolder as c, silentLog as i, refuseForeign as l, createExec as n, inside as o, createLog as r, temporaryPlaces as s, baseEnvironment as t };
