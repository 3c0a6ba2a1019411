import { o as __toESM } from "./rolldown-runtime.js";
import { n as StepError, r as describeError } from "./core-error-codes.js";
import { u as readManifest } from "./oci-digest.js";
import { t as formatBytes } from "./core-bytes.js";
import { promisify } from "node:util";
import { delimiter, dirname, join, posix, relative } from "node:path";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { closeSync, createWriteStream, existsSync, lstatSync, openSync, readFileSync, readSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { chmod, link, lstat, mkdir, readdir, rename, rm, stat, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { Readable } from "node:stream";
import * as zlib$1 from "node:zlib";
import { randomUUID } from "node:crypto";
import { execFile, spawn } from "node:child_process";
import { pipeline } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { createInterface } from "node:readline";
// packages/containers/src/engine-stream.ts
/**
* Reads an answer to its end. The engine answers 200 and tells of failures in the stream; the first one is thrown as
* `EngineRefusal`. Aborting breaks the connection off, which ends the work in the engine.
*/
async function readAnswer(answer, onMessage, signal) {
	const stop = () => "destroy" in answer && typeof answer.destroy === "function" && answer.destroy();
	signal?.addEventListener("abort", stop, { once: true });
	if (signal?.aborted) stop();
	try {
		for await (const line of linesOf(answer)) {
			const message = JSON.parse(line);
			if (message.error !== void 0) throw new EngineRefusal(message.errorDetail?.message ?? message.error);
			onMessage(message);
		}
		signal?.throwIfAborted();
	} finally {
		signal?.removeEventListener("abort", stop);
		stop();
	}
}
/** Lines with something on them. A stream that is destroyed on the way throws here, which a line reader would miss. */
async function* linesOf(answer) {
	const decoder = new StringDecoder("utf8");
	let rest = "";
	for await (const chunk of answer) {
		const lines = `${rest}${typeof chunk === "string" ? chunk : decoder.write(chunk)}`.split("\n");
		rest = lines.pop() ?? "";
		yield* lines.filter((line) => line.trim() !== "");
	}
	if (rest.trim() !== "") yield rest;
}
/** What the engine said of why it failed. */
var EngineRefusal = class extends Error {
	name = "EngineRefusal";
};
/** Wraps what the engine or the connection to it threw; cancellation and our own errors pass. */
function engineError(doing, error, signal) {
	if (signal?.aborted) return signal.reason;
	if (error instanceof StepError) return error;
	return new StepError("ENGINE_FAILED", {
		message: `the Docker engine could not ${doing}: ${engineMessage(error)}`,
		cause: error
	});
}
/** What the engine itself said, without the client's words around it. */
function engineMessage(error) {
	const json = error instanceof Error && "json" in error ? error.json : void 0;
	const said = typeof json === "object" && json !== null && "message" in json ? json.message : void 0;
	return typeof said === "string" ? said.trim() : describeError(error);
}
/** True where the engine answered that the thing is not there. */
function isAbsent(error) {
	return error instanceof Error && "statusCode" in error && error.statusCode === 404;
}
// packages/containers/src/image.ts
/** The platform images are run for here: containers are Linux also where the machine is not. */
function hostPlatform(architecture = process.arch) {
	return {
		os: "linux",
		architecture: {
			x64: "amd64",
			ia32: "386"
		}[architecture] ?? architecture
	};
}
/** Reads the manifest and the config of `digest`; of an index, the entry for `platform`. */
async function resolveImage(repository, digest, platform, signal) {
	const where = `${repository.name}@${digest}`;
	const manifest = await repository.manifest(digest, signal);
	const content = readManifest(manifest);
	if (content.kind === "index") return resolveImage(repository, chooseEntry(content.manifests, platform, where).digest, platform, signal);
	const { config, layers } = content;
	const parsed = parseConfig(parseDocument(await readWhole(repository, config, signal), where));
	if (parsed.os !== platform.os || parsed.architecture !== platform.architecture) throw wrongPlatform(where, `${parsed.os}/${parsed.architecture}`, platform);
	return {
		manifest: manifest.descriptor,
		configDescriptor: config,
		config: parsed,
		layers
	};
}
/** The entry of an index for a platform; attestations are entries for `unknown/unknown` and never match. */
function chooseEntry(entries, wanted, where) {
	const found = entries.find(({ platform }) => platform?.os === wanted.os && platform.architecture === wanted.architecture);
	if (found) return found;
	throw wrongPlatform(where, entries.flatMap(({ platform }) => platform && platform.os !== "unknown" ? [`${platform.os}/${platform.architecture}`] : []).join(", ") || "nothing", wanted);
}
function wrongPlatform(where, has, wanted) {
	return new StepError("IMAGE_PLATFORM", {
		message: `"${where}" is for ${has}, and this machine runs ${wanted.os}/${wanted.architecture}`,
		fix: `build the image for ${wanted.os}/${wanted.architecture} as well`
	});
}
function parseConfig(document) {
	const run = isRecord(document.config) ? document.config : {};
	return {
		os: text(document.os),
		architecture: text(document.architecture),
		entrypoint: texts(run.Entrypoint),
		command: texts(run.Cmd),
		env: Object.fromEntries(texts(run.Env).map(splitVariable)),
		workdir: text(run.WorkingDir) || "/",
		user: text(run.User)
	};
}
function splitVariable(line) {
	const at = line.indexOf("=");
	return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
}
async function readWhole(repository, blob, signal) {
	if (blob.size > 4194304) throw invalid(repository.name, `the config is ${blob.size} bytes long`);
	const chunks = [];
	for await (const chunk of await repository.readBlob(blob, signal)) chunks.push(chunk);
	return Buffer.concat(chunks);
}
function parseDocument(bytes, where) {
	let document;
	try {
		document = JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch (cause) {
		throw invalid(where, "its configuration is not JSON", cause);
	}
	if (!isRecord(document)) throw invalid(where, "its configuration is not an object");
	return document;
}
function invalid(where, why, cause) {
	return new StepError("IMAGE_INVALID", {
		message: `"${where}" is not an image that can be run: ${why}`,
		...cause === void 0 ? {} : { cause }
	});
}
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value) => typeof value === "string" ? value : "";
const texts = (value) => Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
// packages/containers/src/load.ts
/**
* Loads an image from where the engine cannot pull it. It goes there as a stream in the format of `docker save`, which
* engines of any age read. Returns the tag it has there.
*/
async function loadImage(docker, source, signal) {
	const { repository } = source;
	const image = await resolveImage(repository, source.digest, hostPlatform(), signal);
	const tag = `ml-ci-load:${image.manifest.digest.replace(/^sha\d+:/, "").slice(0, 32)}`;
	const { pack } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const archive = pack();
	const written = writeArchive(archive, repository, image.configDescriptor, image.layers, tag, signal);
	const sent = docker.loadImage(Readable.from(archive), { quiet: true }).then(async (answer) => {
		let isLoaded = false;
		await readAnswer(answer, ({ stream }) => {
			isLoaded ||= stream?.startsWith("Loaded image") === true;
		}, signal);
		if (!isLoaded) throw new StepError("ENGINE_FAILED", { message: `the Docker engine did not load "${tag}"` });
	});
	written.catch((error) => archive.destroy(error));
	await Promise.all([written, sent]);
	return tag;
}
async function writeArchive(archive, repository, config, layers, tag, signal) {
	const nameOf = ({ digest }) => digest.replace(/^sha\d+:/, "");
	const manifest = [{
		Config: `${nameOf(config)}.json`,
		RepoTags: [tag],
		Layers: layers.map((layer) => `${nameOf(layer)}.tar`)
	}];
	archive.entry({ name: "manifest.json" }, JSON.stringify(manifest));
	await writeBlob(archive, `${nameOf(config)}.json`, repository, config, signal);
	const unique = new Map(layers.map((layer) => [layer.digest, layer]));
	for (const layer of unique.values()) await writeBlob(archive, `${nameOf(layer)}.tar`, repository, layer, signal);
	archive.finalize();
}
async function writeBlob(archive, name, repository, blob, signal) {
	const entry = archive.entry({
		name,
		size: blob.size
	});
	await pipeline(Readable.from(await repository.readBlob(blob, signal)), entry);
}
// packages/containers/src/docker-image.ts
/** Pulls an image, or loads one that the engine cannot reach, unless it is there. */
async function fetchImage(docker, source, signal) {
	const { reference, credentials } = source;
	if (reference === void 0) return {
		name: await loadImage(docker, source, signal),
		isOurs: true
	};
	if (await hasImage(docker, reference)) return {
		name: reference,
		isOurs: false
	};
	await readAnswer(await docker.pull(reference, credentials ? { authconfig: { ...credentials } } : {}), () => void 0, signal);
	return {
		name: reference,
		isOurs: true
	};
}
async function hasImage(docker, name) {
	try {
		await docker.getImage(name).inspect();
		return true;
	} catch (error) {
		if (isAbsent(error)) return false;
		throw error;
	}
}
/** Removes an image where nothing else uses it; one that is gone already is as good. */
async function removeImage(docker, name) {
	try {
		await docker.getImage(name).remove();
	} catch (error) {
		if (!(error instanceof Error && "statusCode" in error && error.statusCode === 409) && !isAbsent(error)) throw engineError(`remove the image "${name}"`, error);
	}
}
// packages/containers/src/connect.ts
/** Looks for a Docker engine as the docker command does: DOCKER_HOST, else the usual sockets; and asks it. */
async function detectEngine(env, timeoutMs = 3e3) {
	const address = engineAddress(env, existsSync);
	if (address === void 0) return {
		engine: void 0,
		why: "DOCKER_HOST is not set and there is no Docker socket"
	};
	if (/^(ssh|npipe|fd):/.test(address)) return {
		engine: void 0,
		why: `DOCKER_HOST "${address}" is not a unix:// or tcp:// address`
	};
	const { default: Dockerode } = await import("./dockerode.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	try {
		const { Version, Os, Arch } = await new Dockerode({
			...connection(address, env),
			timeout: timeoutMs
		}).version();
		return { engine: {
			docker: new Dockerode(connection(address, env)),
			version: Version,
			platform: `${Os}/${Arch}`,
			address
		} };
	} catch (error) {
		return {
			engine: void 0,
			why: `no Docker engine answers at ${address}: ${describeError(error)}`
		};
	}
}
/** The engine, or ENGINE_MISSING with why there is none. */
async function requireEngine(env) {
	const answer = await detectEngine(env);
	if (answer.engine) return answer.engine;
	throw new StepError("ENGINE_MISSING", {
		message: answer.why,
		fix: "start Docker, set DOCKER_HOST, or use what needs no engine: image.engine \"layers\""
	});
}
/** Where the engine is: a socket's path, or what DOCKER_HOST says. Sockets that do not exist are passed over. */
function engineAddress(env, exists) {
	const told = env.DOCKER_HOST?.trim();
	if (told) return told;
	return [
		"/var/run/docker.sock",
		env.XDG_RUNTIME_DIR && join(env.XDG_RUNTIME_DIR, "docker.sock"),
		env.HOME && join(env.HOME, ".docker/run/docker.sock")
	].find((path) => path !== void 0 && path !== "" && exists(path));
}
function connection(address, env) {
	if (address.startsWith("/")) return { socketPath: address };
	if (address.startsWith("unix://")) return { socketPath: address.slice(7) };
	const url = new URL(address.includes("://") ? address : `tcp://${address}`);
	const isTls = env.DOCKER_TLS_VERIFY === "1" || url.protocol === "https:" || url.port === "2376";
	const folder = env.DOCKER_CERT_PATH;
	const certificates = isTls && folder ? {
		ca: readFileSync(join(folder, "ca.pem")),
		cert: readFileSync(join(folder, "cert.pem")),
		key: readFileSync(join(folder, "key.pem"))
	} : {};
	return {
		host: url.hostname,
		port: url.port || (isTls ? "2376" : "2375"),
		protocol: isTls ? "https" : "http",
		...certificates
	};
}
// packages/containers/src/lines.ts
const longestLine = 8192;
/** Keeps the last 200 lines and hands each to `onLine`; a very long line is cut. */
function createLineBuffer(onLine = () => void 0) {
	let kept = [];
	return {
		add(line) {
			const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
			kept.push(cut);
			if (kept.length > 400) kept = kept.slice(-200);
			onLine(cut);
		},
		lines: () => kept.slice(-200)
	};
}
/** Adds every line of a stream; resolves when it has ended. */
async function readLines(stream, buffer) {
	const reader = createInterface({
		input: stream,
		crlfDelay: Number.POSITIVE_INFINITY
	});
	for await (const line of reader) buffer.add(line);
}
// packages/containers/src/docker-container.ts
/** The label on everything that ml-ci starts in an engine. */
const runLabel = "ml-ci.run";
/** Creates and starts a container; it is removed when it has ended, however it ends. */
async function startContainer(options, image, start) {
	const lines = createLineBuffer(start.onLine);
	const suffix = Math.floor(options.random() * 36 ** 6).toString(36);
	const container = await options.docker.createContainer(containerOptions(`ml-ci-${start.name.replace(/[^\w.-]/g, "-")}-${suffix}`, image, options.run, start)).catch((error) => {
		throw engineError(`create a container of "${image}"`, error, start.signal);
	});
	try {
		const { exited } = await launch(container, lines, start);
		const address = start.port === void 0 ? void 0 : await publishedAddress(container, start.port);
		const stop = (graceMs = 5e3) => stopContainer(container, exited, graceMs);
		const onAbort = () => void stop();
		start.signal?.addEventListener("abort", onAbort, { once: true });
		if (start.signal?.aborted) onAbort();
		exited.then(() => start.signal?.removeEventListener("abort", onAbort));
		return {
			id: container.id,
			address,
			logs: () => lines.lines(),
			exited,
			stop
		};
	} catch (error) {
		await removeContainer(container);
		throw unrunnable$1(image, error) ?? engineError(`start a container of "${image}"`, error, start.signal);
	}
}
function containerOptions(name, image, run, start) {
	const port = start.port === void 0 ? void 0 : `${start.port}/tcp`;
	return {
		name,
		Image: image,
		Labels: { [runLabel]: run },
		Env: Object.entries(start.env ?? {}).map(([key, value]) => `${key}=${value}`),
		...start.command ? {
			Entrypoint: [],
			Cmd: [...start.command]
		} : {},
		...port ? { ExposedPorts: { [port]: {} } } : {},
		HostConfig: {
			...port ? { PortBindings: { [port]: [{
				HostIp: "127.0.0.1",
				HostPort: ""
			}] } } : {},
			...start.memoryBytes ? {
				Memory: start.memoryBytes,
				MemorySwap: start.memoryBytes
			} : {},
			SecurityOpt: ["no-new-privileges"],
			CapDrop: ["ALL"],
			CapAdd: ["NET_BIND_SERVICE"],
			LogConfig: {
				Type: "json-file",
				Config: {
					"max-size": "10m",
					"max-file": "1"
				}
			}
		}
	};
}
/** Attaches before it starts, so that no line and no exit is missed. */
async function launch(container, lines, start) {
	const { PassThrough } = await import("node:stream");
	const output = await container.attach({
		stream: true,
		stdout: true,
		stderr: true
	});
	const stdout = new PassThrough();
	const stderr = new PassThrough();
	container.modem.demuxStream(output, stdout, stderr);
	output.on("end", () => {
		stdout.end();
		stderr.end();
	});
	const read = Promise.all([readLines(stdout, lines), readLines(stderr, lines)]);
	start.signal?.throwIfAborted();
	await container.start();
	return { exited: followExit(container, read) };
}
/** Never rejects: an engine that went away is an end of its own. */
async function followExit(container, read) {
	try {
		const { StatusCode: exitCode } = await container.wait();
		await read;
		const reason = await exitReason(container, exitCode);
		await removeContainer(container);
		return {
			exitCode,
			reason
		};
	} catch (error) {
		return {
			exitCode: 255,
			reason: `lost sight of the container: ${describeError(error)}`
		};
	}
}
async function exitReason(container, exitCode) {
	const { State } = await container.inspect();
	if (State.OOMKilled) return `out of memory: killed with exit code ${exitCode}`;
	return State.Error ? `${State.Error} (exit code ${exitCode})` : `exited with code ${exitCode}`;
}
async function publishedAddress(container, port) {
	const { NetworkSettings } = await container.inspect();
	const binding = NetworkSettings.Ports[`${port}/tcp`]?.[0];
	return binding ? {
		host: "127.0.0.1",
		port: Number(binding.HostPort)
	} : void 0;
}
async function stopContainer(container, exited, graceMs) {
	try {
		await container.kill({ signal: "SIGTERM" });
		const killer = setTimeout(() => void container.kill().catch(ignoreGone), graceMs);
		await exited.finally(() => clearTimeout(killer));
	} catch (error) {
		ignoreGone(error);
		await exited;
	}
}
/** 404 and 409: it has ended, or is removed, which is what was wanted. */
function ignoreGone(error) {
	const status = error instanceof Error && "statusCode" in error ? error.statusCode : void 0;
	if (status !== 404 && status !== 409) throw engineError("stop a container", error);
}
async function removeContainer(container) {
	await container.remove({
		force: true,
		v: true
	}).catch((error) => {
		if (!isAbsent(error)) ignoreGone(error);
	});
}
/** The engine answers 400 when the command of the image is not there or cannot be executed. */
function unrunnable$1(image, error) {
	const status = error instanceof Error && "statusCode" in error ? error.statusCode : void 0;
	const message = engineMessage(error);
	if (status !== 400 && !/executable file not found|exec format error|permission denied/.test(message)) return;
	const reason = /exec: (".*)$/s.exec(message)?.[1]?.replace(/: unknown$/, "") ?? message;
	return new StepError("IMAGE_UNRUNNABLE", {
		message: `the command of "${image}" cannot be started: ${reason}`,
		fix: "check entrypoint and command of the image, and whether its base brings the program",
		cause: error
	});
}
// packages/containers/src/docker.ts
/** Runs images in a Docker engine: no capabilities, no new privileges, reachable on loopback only. */
function createDockerRuntime(options) {
	const { docker } = options.engine;
	const running = /* @__PURE__ */ new Set();
	const fetched = /* @__PURE__ */ new Map();
	return {
		name: "docker",
		isolates: true,
		async start(source, start) {
			start.signal?.throwIfAborted();
			const image = fetched.get(source.digest) ?? fetchImage(docker, source, start.signal);
			fetched.set(source.digest, image);
			const { name } = await image.catch((error) => {
				fetched.delete(source.digest);
				throw engineError(`fetch ${source.reference ?? source.repository.name}`, error, start.signal);
			});
			const container = await startContainer({
				docker,
				run: options.run,
				random: options.random
			}, name, start);
			running.add(container);
			container.exited.then(() => running.delete(container));
			return container;
		},
		async dispose() {
			await Promise.all([...running].map((container) => container.stop()));
			for (const result of await Promise.allSettled(fetched.values())) if (result.status === "fulfilled" && result.value.isOurs) await removeImage(docker, result.value.name);
			fetched.clear();
		}
	};
}
// packages/containers/src/free-port.ts
const given = /* @__PURE__ */ new Set();
/** A loopback port that nobody listens on and that this process has not given out before. */
async function freePort() {
	for (;;) {
		const port = await listenOnce();
		if (given.has(port)) continue;
		given.add(port);
		return port;
	}
}
function listenOnce() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			const port = typeof address === "object" && address !== null ? address.port : 0;
			server.close(() => resolve(port));
		});
	});
}
/** The port is not in use by us any more. */
function releasePort(port) {
	given.delete(port);
}
// packages/containers/src/executable.ts
const headBytes = 65536;
const machines = {
	3: "386",
	40: "arm",
	62: "amd64",
	183: "arm64",
	243: "riscv64"
};
/** Looks at a program file. */
function readExecutable(file) {
	const head = Buffer.alloc(headBytes);
	const handle = openSync(file, "r");
	try {
		return parseExecutable(head.subarray(0, readSync(handle, head, 0, headBytes, 0)));
	} finally {
		closeSync(handle);
	}
}
/** The same, on the first bytes of the file. */
function parseExecutable(head) {
	if (head.toString("latin1", 0, 2) === "#!") return parseScript(head);
	if (head.length >= 64 && head.readUInt32BE(0) === 2135247942) return parseElf(head);
	return { kind: "other" };
}
/** `#!/usr/bin/env -S node` has one argument, `-S node`, as on Linux. */
function parseScript(head) {
	const end = head.indexOf(10);
	const line = head.toString("utf8", 2, end < 0 ? 256 : end).trim();
	const match = /^(\S+)(?:\s+(.*))?$/.exec(line);
	return match?.[1] === void 0 ? { kind: "other" } : {
		kind: "script",
		interpreter: match[1],
		argument: match[2]
	};
}
/** Only 64-bit little-endian files carry a loader we could use; the rest is told apart by its machine. */
function parseElf(head) {
	const is64BitLittle = head[4] === 2 && head[5] === 1;
	const architecture = machines[head[5] === 1 ? head.readUInt16LE(18) : head.readUInt16BE(18)];
	if (!is64BitLittle) return {
		kind: "elf",
		architecture,
		loader: void 0
	};
	const offset = Number(head.readBigUInt64LE(32));
	const entryBytes = head.readUInt16LE(54);
	const entries = head.readUInt16LE(56);
	for (let index = 0; index < entries; index += 1) {
		const at = offset + index * entryBytes;
		if (at + 56 > head.length) break;
		if (head.readUInt32LE(at) !== 3) continue;
		const from = Number(head.readBigUInt64LE(at + 8));
		const size = Number(head.readBigUInt64LE(at + 32));
		return {
			kind: "elf",
			architecture,
			loader: head.toString("utf8", from, from + size).replace(/\0.*$/s, "")
		};
	}
	return {
		kind: "elf",
		architecture,
		loader: void 0
	};
}
// packages/containers/src/path-mapping.ts
/**
* Maps what a command or variable says to the unpacked files: an absolute path that exists in the image becomes its
* path on this machine, also behind `--flag=` and in lists with `:`. Everything else stays as it is.
*/
function mapText(text, rootfs) {
	const whole = mapPath(text, rootfs);
	if (whole !== text) return whole;
	const flag = /^(-{1,2}[\w.-]+=)(\/.*)$/s.exec(text);
	if (flag) return `${flag[1]}${mapList(flag[2] ?? "", rootfs)}`;
	return mapList(text, rootfs);
}
function mapList(text, rootfs) {
	if (text.includes("://")) return text;
	return text.split(":").map((part) => mapPath(part, rootfs)).join(":");
}
function mapPath(path, rootfs) {
	if (!path.startsWith("/") || /^\/+$/.test(path)) return path;
	return rootfs.locate(path) ?? path;
}
/** The folders of `PATH` that the image has, on this machine. */
function mapSearchPath(searchPath, rootfs) {
	return searchPath.split(":").flatMap((folder) => {
		const located = folder.startsWith("/") ? rootfs.locate(folder) : void 0;
		return located === void 0 ? [] : [located];
	});
}
// packages/containers/src/launch.ts
const stand = {
	node: "node",
	python: "python3",
	python3: "python3"
};
const deepestScript = 4;
/** Finds out how `argv` of an image is started here. Throws IMAGE_UNRUNNABLE with the reason where it cannot be. */
function planLaunch(argv, search, depth = 0) {
	const [program, ...args] = argv;
	if (program === void 0) throw unrunnable("it has no entrypoint and no command");
	const found = findProgram(program, search);
	const file = found === void 0 ? void 0 : runnableFile(found, search.machine);
	if (file === void 0) return borrow(program, args, search);
	const executable = readExecutable(file);
	switch (executable.kind) {
		case "script":
			if (depth >= deepestScript) throw unrunnable(`"${program}" is a script of a script of a script`);
			return planLaunch([
				...interpreterOf(executable),
				file,
				...args
			], search, depth + 1);
		case "elf": return launchElf(file, args, executable.loader, search);
		case "other": throw unrunnable(`"${program}" is neither a program nor a script that names its interpreter`);
	}
}
/** `#!/usr/bin/env node` asks for a program on PATH; any other interpreter is a path. */
function interpreterOf(script) {
	if (script.argument === void 0) return [script.interpreter];
	if (posix.basename(script.interpreter) !== "env") return [script.interpreter, script.argument];
	return script.argument.replace(/^-S\s*/, "").split(/\s+/);
}
function findProgram(program, search) {
	if (program.startsWith(`${search.rootfs.folder}/`)) return program;
	if (program.includes("/")) return locateFile(posix.resolve(search.workdir, program), search.rootfs);
	for (const folder of search.searchPath.split(":")) {
		const file = folder.startsWith("/") ? locateFile(posix.join(folder, program), search.rootfs) : void 0;
		if (file !== void 0) return file;
	}
}
function locateFile(path, rootfs) {
	const file = rootfs.locate(path);
	return file !== void 0 && statSync(file).isFile() ? file : void 0;
}
/** Undefined where the machine's own program must stand in for it: a Linux `node` on another system. */
function runnableFile(file, machine) {
	const mode = statSync(file).mode;
	const executable = readExecutable(file);
	if (executable.kind === "elf" && machine.os !== "linux") {
		if (stand[posix.basename(file)] !== void 0) return void 0;
		throw unrunnable(`"${posix.basename(file)}" is a Linux program, and this machine is ${machine.os}`);
	}
	if (executable.kind === "elf" && executable.architecture !== machine.architecture) throw unrunnable(`"${posix.basename(file)}" is for ${executable.architecture ?? "another architecture"}, and this machine is ${machine.architecture}`);
	if ((mode & 73) === 0) throw unrunnable(`"${posix.basename(file)}" is not executable`);
	return file;
}
function borrow(program, args, { machine }) {
	const name = stand[posix.basename(program)];
	if (name === void 0) throw unrunnable(`"${program}" is not in the image`);
	const file = machine.program(name);
	if (file === void 0) throw unrunnable(`neither the image nor this machine has "${name}"`);
	return {
		file,
		args,
		env: {},
		borrowed: [name]
	};
}
/**
* A program that is linked to libraries gets those of the image. They only fit the loader they were built with, so the
* image's own loader starts it, unless this machine has the very same one, which keeps `/proc/self/exe` right.
*/
function launchElf(file, args, loader, search) {
	if (loader === void 0) return {
		file,
		args,
		env: {},
		borrowed: []
	};
	const own = search.rootfs.locate(loader);
	const libraries = libraryFolders(search.rootfs).join(":");
	if (own === void 0) throw unrunnable(`"${posix.basename(file)}" needs "${loader}", which is not in the image`);
	if (isSameFile(own, loader)) return {
		file,
		args,
		env: { LD_LIBRARY_PATH: libraries },
		borrowed: []
	};
	return {
		file: own,
		args: [
			"--library-path",
			libraries,
			file,
			...args
		],
		env: {},
		borrowed: []
	};
}
function isSameFile(a, b) {
	const found = statSync(b, { throwIfNoEntry: false });
	return found?.isFile() === true && found.size === statSync(a).size && readFileSync(a).equals(readFileSync(b));
}
function libraryFolders({ folder, locate }) {
	const bases = [
		"/usr/local/lib",
		"/lib",
		"/usr/lib",
		"/lib64",
		"/usr/lib64"
	];
	const multiarch = ["x86_64-linux-gnu", "aarch64-linux-gnu"];
	const found = bases.flatMap((base) => [base, ...multiarch.map((name) => join(base, name))]).flatMap((path) => locate(path) ?? []);
	return [...new Set(found)].filter((path) => path.startsWith(folder));
}
/** PATH for the process: the image's folders on this machine, then the folder with the borrowed programs. */
function launchPath(searchPath, rootfs, borrowedFolder) {
	return [...mapSearchPath(searchPath, rootfs), borrowedFolder].join(":");
}
function unrunnable(why) {
	return new StepError("IMAGE_UNRUNNABLE", {
		message: `the image cannot be run as a process: ${why}`,
		fix: "run it with a Docker engine, or bring the program in the image; only node and python3 may come from the machine"
	});
}
// packages/containers/src/machine.ts
/** This machine, with the `python3` that is found on a PATH. */
async function lookAtMachine(hostPath) {
	const python = await findPython(hostPath);
	return {
		os: process.platform,
		architecture: hostPlatform().architecture,
		program: (name) => name === "node" ? process.execPath : python
	};
}
/** The interpreter itself, not a version manager's shim, which would need its environment. */
async function findPython(hostPath) {
	const found = hostPath.split(delimiter).find((folder) => folder !== "" && existsSync(join(folder, "python3")));
	if (found === void 0) return void 0;
	const { stdout } = await promisify(execFile)(join(found, "python3"), [
		"-I",
		"-c",
		"import sys; print(sys.executable)"
	], { env: { PATH: hostPath } });
	return stdout.trim();
}
/** A folder for PATH, so that a script of the image finds `node` and `python3` too, and nothing else of the machine. */
async function borrowedFolder(folder, machine) {
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	for (const name of ["node", "python3"]) {
		const program = machine.program(name);
		const link = join(folder, name);
		if (program !== void 0 && !existsSync(link)) await symlink(program, link).catch((error) => {
			if (error.code !== "EEXIST") throw error;
		});
	}
	return folder;
}
// packages/containers/src/rootfs.ts
const maxLinks = 40;
/** A `Rootfs` over a folder. A link never leads out of it: absolute ones start at the folder, `..` stops there. */
function createRootfs(folder) {
	return {
		folder,
		locate: (path) => locate(folder, path)
	};
}
function locate(folder, path) {
	if (!posix.isAbsolute(path)) return void 0;
	const pending = path.split("/").filter((part) => part !== "" && part !== ".");
	let found = [];
	let links = 0;
	for (let part = pending.shift(); part !== void 0; part = pending.shift()) {
		if (part === "..") {
			found = found.slice(0, -1);
			continue;
		}
		const here = join(folder, ...found, part);
		const kind = kindOf(here);
		if (kind === void 0) return void 0;
		if (kind !== "link") {
			found.push(part);
			continue;
		}
		links += 1;
		if (links > maxLinks) return void 0;
		const target = readlinkSync(here);
		if (posix.isAbsolute(target)) found = [];
		pending.unshift(...target.split("/").filter((step) => step !== "" && step !== "."));
	}
	return asWritten(folder, path, join(folder, ...found));
}
/** The path as it was written where this machine agrees: a virtual environment looks at the name it was started by. */
function asWritten(folder, path, located) {
	const written = join(folder, path);
	try {
		return realpathSync(written) === realpathSync(located) ? written : located;
	} catch {
		return located;
	}
}
function kindOf(path) {
	try {
		return lstatSync(path).isSymbolicLink() ? "link" : "other";
	} catch {
		return;
	}
}
// packages/containers/src/unpack.ts
/** What an image may unpack to; far above any model server, far below what a bomb wants. */
const unpackedLimit = 1e11;
/**
* Applies layers to a folder, lowest first, as an engine does (OCI image spec, layer.md). A member that would be written
* outside the folder or through a link is refused; devices are left out, owners and set-user-id bits are not kept.
*/
async function unpackLayers(repository, layers, folder, limit = unpackedLimit) {
	let left = limit;
	for (const layer of layers) left -= await unpackLayer(repository, layer, folder, left);
}
async function unpackLayer(repository, layer, folder, limit) {
	const { extract } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const entries = extract();
	const bytes = Readable.from(await repository.readBlob(layer));
	const fed = pipeline([
		bytes,
		...decompressor(layer.mediaType),
		entries
	]);
	const applied = new LayerWriter(folder, limit).apply(entries);
	const [reading, writing] = await Promise.allSettled([fed, applied]);
	if (writing.status === "rejected" && writing.reason instanceof StepError) throw writing.reason;
	if (reading.status === "rejected") throw broken(layer, reading.reason);
	if (writing.status === "rejected") throw broken(layer, writing.reason);
	return writing.value;
}
function decompressor(mediaType) {
	if (/gzip$/.test(mediaType)) return [zlib$1.createGunzip()];
	if (!/zstd$/.test(mediaType)) return [];
	if ("createZstdDecompress" in zlib$1) return [zlib$1.createZstdDecompress()];
	throw new StepError("IMAGE_UNRUNNABLE", {
		message: `the layers are compressed with zstd, which Node ${process.versions.node} does not read`,
		fix: "use Node 22.15 or later, or a Docker engine"
	});
}
/** What has happened in one layer: a whiteout hides what lower layers brought, and nothing of its own layer. */
var LayerWriter = class {
	#folder;
	#limit;
	#own = /* @__PURE__ */ new Set();
	#bytes = 0;
	constructor(folder, limit) {
		this.#folder = folder;
		this.#limit = limit;
	}
	/** Resolves with the bytes of all files. */
	async apply(entries) {
		for await (const entry of entries) {
			await this.#applyEntry(entry);
			entry.resume();
		}
		return this.#bytes;
	}
	async #applyEntry(entry) {
		const { name } = entry.header;
		const path = await this.#place(name);
		const base = posix.basename(path);
		if (base === ".wh..wh..opq") return this.#hideAll(dirname(path));
		if (base.startsWith(".wh.")) return this.#hide(join(dirname(path), hiddenName(base, name)));
		if (path === this.#folder) return;
		this.#markOwn(path);
		await mkdir(dirname(path), { recursive: true });
		await this.#write(entry, path);
	}
	async #write(entry, path) {
		const { type, linkname = "", mode = 420 } = entry.header;
		const present = await lstat(path).catch(() => void 0);
		if (present && !(type === "directory" && present.isDirectory())) await rm(path, { recursive: true });
		switch (type) {
			case "directory":
				await mkdir(path, { recursive: true });
				break;
			case "symlink":
				await symlink(linkname, path);
				break;
			case "link":
				await link(await this.#place(linkname), path);
				break;
			case "file":
			case "contiguous-file":
				this.#count(entry.header.size ?? 0);
				await pipeline(entry, createWriteStream(path));
				await chmod(path, mode & 511 | 384);
		}
	}
	#count(size) {
		this.#bytes += size;
		if (this.#bytes > this.#limit) throw new StepError("ARCHIVE_TOO_LARGE", { message: `the image unpacks to more than ${formatBytes(this.#limit)}` });
	}
	#markOwn(path) {
		for (let part = path; part !== this.#folder; part = dirname(part)) this.#own.add(part);
	}
	async #hide(path) {
		if (!this.#own.has(path)) await rm(path, {
			recursive: true,
			force: true
		});
	}
	async #hideAll(folder) {
		const present = await readdir(folder).catch(() => []);
		for (const name of present) {
			const path = join(folder, name);
			if (!this.#own.has(path)) await rm(path, {
				recursive: true,
				force: true
			});
			else if ((await lstat(path)).isDirectory()) await this.#hideAll(path);
		}
	}
	/** Where a member goes; its folders must be folders, so that no link leads the write elsewhere. */
	async #place(name) {
		const parts = name.split("/").filter((part) => part !== "" && part !== ".");
		if (parts.includes("..") || name.includes("\0")) throw unsafe(name, "leaves the folder of the image");
		for (let depth = 1; depth < parts.length; depth += 1) {
			const folder = join(this.#folder, ...parts.slice(0, depth));
			if ((await lstat(folder).catch(() => void 0))?.isSymbolicLink()) throw unsafe(name, `lies behind the link "${relative(this.#folder, folder)}"`);
		}
		return join(this.#folder, ...parts);
	}
};
function hiddenName(base, name) {
	const hidden = base.slice(4);
	if (hidden === "" || hidden === "." || hidden === "..") throw unsafe(name, "hides no file");
	return hidden;
}
function unsafe(name, why) {
	return new StepError("ARCHIVE_UNSAFE", {
		message: `the member "${name}" of a layer ${why}`,
		fix: "do not run this image"
	});
}
function broken(layer, cause) {
	if (cause instanceof StepError) return cause;
	return new StepError("IMAGE_INVALID", {
		message: `the layer ${layer.digest} cannot be unpacked: ${describeError(cause)}`,
		cause
	});
}
// packages/containers/src/unpacked.ts
/** Unpacks images into `cacheFolder`, each once. */
function createUnpackedImages(cacheFolder, platform) {
	const running = /* @__PURE__ */ new Map();
	return {
		async get({ repository, digest }, signal) {
			const image = await resolveImage(repository, digest, platform, signal);
			const key = image.manifest.digest.replace(":", "-");
			const started = running.get(key) ?? unpackOnce(repository, image, join(cacheFolder, key));
			running.set(key, started);
			try {
				const folder = await started;
				signal?.throwIfAborted();
				return {
					...image,
					folder
				};
			} catch (error) {
				if (!signal?.aborted) running.delete(key);
				throw error;
			}
		},
		async dispose() {
			await Promise.allSettled(running.values());
			await Promise.all([...running.keys()].map((key) => removeTree(join(cacheFolder, key))));
			running.clear();
		}
	};
}
/** A folder with its final name is whole: layers are applied beside it first. */
async function unpackOnce(repository, image, folder) {
	if (await exists(folder)) return folder;
	const beside = `${folder}.${randomUUID().slice(0, 8)}.tmp`;
	try {
		await mkdir(beside, {
			recursive: true,
			mode: 448
		});
		await unpackLayers(repository, image.layers, beside);
		await setWritable(beside, false);
		await rename(beside, folder).catch(async (error) => {
			if (!await exists(folder)) throw error;
			await removeTree(beside);
		});
	} catch (error) {
		await removeTree(beside);
		throw error;
	}
	return folder;
}
/** Runs share the files, so none may change them; folders must be writable again before they can be removed. */
async function setWritable(folder, isWritable) {
	const mode = (await stat(folder)).mode;
	if (isWritable) await chmod(folder, mode | 448);
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) await setWritable(path, isWritable);
		else if (entry.isFile() && !isWritable) await chmod(path, (await stat(path)).mode & 365);
	}
	if (!isWritable) await chmod(folder, mode & 365);
}
async function removeTree(folder) {
	if (!await exists(folder)) return;
	await setWritable(folder, true);
	await rm(folder, {
		recursive: true,
		force: true
	});
}
async function exists(path) {
	return await stat(path).catch(() => void 0) !== void 0;
}
// packages/containers/src/process.ts
const lastLinesMs = 1e3;
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** Runs images as processes of this machine, from their unpacked layers. It does not isolate. */
function createProcessRuntime(options) {
	const images = createUnpackedImages(join(options.cacheFolder, "unpacked"), hostPlatform());
	const running = /* @__PURE__ */ new Set();
	let machine;
	const said = /* @__PURE__ */ new Set();
	const sayOnce = (message) => {
		if (!said.has(message)) options.log.info(message);
		said.add(message);
	};
	return {
		name: "process",
		isolates: false,
		async start(source, start) {
			start.signal?.throwIfAborted();
			machine ??= lookAtMachine(options.hostPath ?? "");
			const plan = await planRun(await images.get(source, start.signal), start, await machine, options.cacheFolder);
			sayOnce("images run as processes from their unpacked layers: this does not isolate them");
			for (const name of plan.launch.borrowed) sayOnce(`${name} is this machine's own: the image does not bring it`);
			const container = await startProcess(plan, source, start);
			running.add(container);
			container.exited.then(() => running.delete(container));
			return container;
		},
		async dispose() {
			await Promise.all([...running].map((container) => container.stop()));
			await images.dispose();
			await rm(join(options.cacheFolder, "borrowed"), {
				recursive: true,
				force: true
			});
		}
	};
}
async function planRun(image, start, machine, cacheFolder) {
	const { config } = image;
	const rootfs = createRootfs(image.folder);
	const searchPath = config.env.PATH ?? defaultPath;
	const command = start.command ?? [...config.entrypoint, ...config.command];
	const launch = planLaunch([...command.slice(0, 1), ...command.slice(1).map((argument) => mapText(argument, rootfs))], {
		rootfs,
		workdir: config.workdir,
		searchPath,
		machine
	});
	const port = start.port === void 0 ? void 0 : await freePort();
	const home = join(cacheFolder, "runs", randomUUID());
	await mkdir(home, {
		recursive: true,
		mode: 448
	});
	const borrowed = await borrowedFolder(join(cacheFolder, "borrowed"), machine);
	return {
		launch,
		env: {
			HOME: home,
			TMPDIR: home,
			...launch.env,
			...mapVariables({
				...config.env,
				...start.env
			}, rootfs),
			PATH: launchPath(searchPath, rootfs, borrowed),
			...port === void 0 ? {} : {
				PORT: String(port),
				HOST: "127.0.0.1"
			}
		},
		cwd: rootfs.locate(config.workdir) ?? image.folder,
		home,
		port
	};
}
function mapVariables(env, rootfs) {
	return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, mapText(value, rootfs)]));
}
const orphans = /* @__PURE__ */ new Set();
function killOrphans() {
	for (const child of orphans) signalGroup(child, "SIGKILL");
}
/** Ends the child when this process ends without having stopped it; one listener serves all. Returns how to forget it. */
function killAtExit(child) {
	if (orphans.size === 0) process.on("exit", killOrphans);
	orphans.add(child);
	return () => {
		orphans.delete(child);
		if (orphans.size === 0) process.off("exit", killOrphans);
	};
}
async function startProcess(plan, source, start) {
	const lines = createLineBuffer(start.onLine);
	const child = spawn(plan.launch.file, plan.launch.args, {
		cwd: plan.cwd,
		env: plan.env,
		stdio: [
			"ignore",
			"pipe",
			"pipe"
		],
		detached: true
	});
	const exited = watchExit(child, lines).finally(() => cleanUp(plan));
	await spawned(child, plan, source).catch(async (error) => {
		await exited;
		throw error;
	});
	const stop = (graceMs = 5e3) => stopGroup(child, exited, graceMs);
	const forget = killAtExit(child);
	const onAbort = () => void stop();
	start.signal?.addEventListener("abort", onAbort, { once: true });
	if (start.signal?.aborted) onAbort();
	exited.then(() => {
		forget();
		start.signal?.removeEventListener("abort", onAbort);
	});
	return {
		id: `process-${child.pid}`,
		address: plan.port === void 0 ? void 0 : {
			host: "127.0.0.1",
			port: plan.port
		},
		logs: () => lines.lines(),
		exited,
		stop
	};
}
async function cleanUp(plan) {
	if (plan.port !== void 0) releasePort(plan.port);
	await rm(plan.home, {
		recursive: true,
		force: true
	});
}
function spawned(child, plan, source) {
	return new Promise((resolve, reject) => {
		child.once("spawn", resolve);
		child.once("error", (cause) => reject(new StepError("IMAGE_UNRUNNABLE", {
			message: `"${plan.launch.file}" of ${source.repository.name}@${source.digest} does not start on this machine`,
			fix: "run the image with a Docker engine",
			cause
		})));
	});
}
/** The end of the process itself; a grandchild that keeps the output open does not hold it up. */
async function watchExit(child, lines) {
	const read = Promise.all([child.stdout, child.stderr].map((out) => out && readLines(out, lines)));
	const ended = await new Promise((resolve) => {
		child.once("error", (error) => resolve({
			exitCode: 127,
			reason: error.message
		}));
		child.once("exit", (code, signal) => resolve(signal === null ? {
			exitCode: code ?? 0,
			reason: `exited with code ${code}`
		} : {
			exitCode: signal === "SIGKILL" ? 137 : 143,
			reason: `ended by ${signal}`
		}));
	});
	signalGroup(child, "SIGKILL");
	await Promise.race([read, setTimeout$1(lastLinesMs, void 0, { ref: false })]);
	child.stdout?.destroy();
	child.stderr?.destroy();
	return ended;
}
async function stopGroup(child, exited, graceMs) {
	const killer = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
	signalGroup(child, "SIGTERM");
	await exited;
	clearTimeout(killer);
}
function signalGroup(child, signal) {
	if (child.pid === void 0) return;
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
	}
}
// packages/containers/src/engine.ts
/** The runtime for this machine; the log says which and why. */
async function createRuntime(options) {
	const { prefer, env, log } = options;
	if (prefer === "docker") return dockerRuntime(options, await requireEngine(env));
	if (prefer === "process") return processRuntime(options, "as asked");
	const answer = await detectEngine(env);
	if (!answer.engine) return processRuntime(options, answer.why);
	log.info(`images run in Docker ${answer.engine.version} at ${answer.engine.address}`);
	return dockerRuntime(options, answer.engine);
}
function dockerRuntime(options, engine) {
	return createDockerRuntime({
		engine,
		log: options.log,
		run: options.run,
		random: options.random
	});
}
function processRuntime({ cacheFolder, env, log }, why) {
	log.info(`images run as processes: ${why}`);
	return createProcessRuntime({
		cacheFolder,
		hostPath: env.PATH ?? "",
		log
	});
}
export { detectEngine as a, hostPlatform as c, engineError as d, engineMessage as f, runLabel as i, resolveImage as l, createProcessRuntime as n, requireEngine as o, readAnswer as p, createDockerRuntime as r, removeImage as s, createRuntime as t, EngineRefusal as u };
