import { o as __toESM } from "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { d as engineError, f as engineMessage, p as readAnswer, s as removeImage, u as EngineRefusal } from "./containers-engine-stream.js";
import { r as parseReference } from "./oci-digest-text.js";
import { u as readManifest } from "./oci-digest.js";
import { n as labelsOf, t as imageDocument } from "./steps-image-build-image-labels.js";
import { n as decideTag } from "./steps-image-build-image-tag.js";
import { basename, join, relative, sep } from "node:path";
import { createReadStream } from "node:fs";
import { lstat, readFile, readdir, readlink } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
// packages/containers/src/build-context.ts
/** Reads a context: all files that `.dockerignore` (or `<Dockerfile>.dockerignore`) does not exclude. */
async function readBuildContext(folder, dockerfile) {
	const dockerfileText = await readFile(dockerfile, "utf8").catch((cause) => {
		throw new StepError("FILE_MISSING", {
			message: `cannot read the Dockerfile "${dockerfile}"`,
			fix: "set image.dockerfile or image.context in ml-ci.yml",
			cause
		});
	});
	const paths = await walk(folder, "", await ignoreFilter(folder, dockerfile)).catch((cause) => {
		throw new StepError("FILE_MISSING", {
			message: `cannot read the build context "${folder}"`,
			cause
		});
	});
	const inContext = relative(folder, dockerfile).split(sep).join("/");
	const name = inContext !== ".." && !inContext.startsWith("../") ? inContext : `.ml-ci.${basename(dockerfile)}`;
	return {
		paths,
		dockerfile: name,
		dockerfileText,
		isDockerfileApart: !paths.includes(name)
	};
}
async function ignoreFilter(folder, dockerfile) {
	const text = await readFirst([`${dockerfile}.dockerignore`, join(folder, ".dockerignore")]);
	if (text === void 0) return {
		isKept: () => true,
		hasExceptions: false
	};
	const { default: library } = await import("./balena-dockerignore.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const patterns = text.split(/\r?\n/);
	const rules = library.default({ ignorecase: false }).add(patterns);
	return {
		isKept: (path) => !rules.ignores(path),
		hasExceptions: patterns.some((pattern) => pattern.trim().startsWith("!"))
	};
}
async function readFirst(files) {
	for (const file of files) try {
		return await readFile(file, "utf8");
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
	}
}
async function walk(folder, below, filter) {
	const found = [];
	const entries = await readdir(join(folder, below), { withFileTypes: true });
	for (const entry of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
		const path = below === "" ? entry.name : `${below}/${entry.name}`;
		const isKept = filter.isKept(path);
		if (isKept) found.push(path);
		if (entry.isDirectory() && (isKept || filter.hasExceptions)) found.push(...await walk(folder, path, filter));
	}
	return found;
}
/** Writes the context as a tar archive, as the docker command does: owner 0, links as links, special files left out. */
async function writeBuildContext(archive, folder, context) {
	for (const path of context.paths) await writeEntry(archive, folder, path);
	if (context.isDockerfileApart) archive.entry({
		name: context.dockerfile,
		mode: 420
	}, context.dockerfileText);
	archive.finalize();
}
async function writeEntry(archive, folder, path) {
	const file = join(folder, path);
	const found = await lstat(file);
	const header = {
		name: path,
		mode: found.mode & 4095,
		mtime: found.mtime,
		uid: 0,
		gid: 0
	};
	if (found.isDirectory()) archive.entry({
		...header,
		type: "directory"
	});
	else if (found.isSymbolicLink()) archive.entry({
		...header,
		type: "symlink",
		linkname: await readlink(file)
	});
	else if (found.isFile()) await pipeline(createReadStream(file, { end: Math.max(0, found.size - 1) }), archive.entry({
		...header,
		size: found.size
	}));
}
// packages/containers/src/build-trace.ts
/**
* Reads a `moby.buildkit.trace` message: protobuf, `StatusResponse` of BuildKit's control.proto, of which we want the
* names of steps that begin (1.3, 1.5), their errors (1.7) and what they print (3.4). Fields we do not know are skipped.
*/
function readTrace(message) {
	const events = [];
	for (const { field, bytes } of fields(message)) {
		if (field === 1) events.push(...vertexEvents(bytes));
		if (field === 3) {
			const text = bytesOf(bytes, 4);
			if (text) events.push({
				kind: "log",
				text: text.toString("utf8").trimEnd()
			});
		}
	}
	return events;
}
function vertexEvents(vertex) {
	const name = bytesOf(vertex, 3)?.toString("utf8") ?? "";
	const error = bytesOf(vertex, 7)?.toString("utf8");
	if (error) return [{
		kind: "error",
		text: `${name}: ${error}`
	}];
	return bytesOf(vertex, 5) !== void 0 && bytesOf(vertex, 6) === void 0 ? [{
		kind: "step",
		text: name
	}] : [];
}
const bytesOf = (message, field) => fields(message).find((found) => found.field === field)?.bytes;
/** The length-delimited fields of a message. */
function fields(message) {
	const found = [];
	let at = 0;
	const varint = () => {
		let value = 0;
		for (let scale = 1; at < message.length; scale *= 128) {
			const byte = message[at++] ?? 0;
			value += (byte & 127) * scale;
			if (byte < 128) break;
		}
		return value;
	};
	while (at < message.length) {
		const key = varint();
		const wire = key & 7;
		if (wire === 0) varint();
		else if (wire === 1) at += 8;
		else if (wire === 5) at += 4;
		else if (wire === 2) {
			const length = varint();
			found.push({
				field: key >>> 3,
				bytes: message.subarray(at, at + length)
			});
			at += length;
		} else break;
	}
	return found;
}
// packages/containers/src/build.ts
/** Builds an image in the engine and returns its id there. */
async function buildImage({ docker }, options) {
	const { signal, onLine = () => void 0 } = options;
	const context = await readBuildContext(options.context, options.dockerfile);
	const builder = chooseBuilder(context.dockerfileText);
	const { pack } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const archive = pack();
	const written = writeBuildContext(archive, options.context, context);
	written.catch((error) => archive.destroy(error));
	let imageId;
	let newest;
	try {
		const read = docker.buildImage(Readable.from(archive), engineOptions(options, context.dockerfile, builder)).then((answer) => readAnswer(answer, (message) => {
			imageId = imageIdOf(message) ?? imageId;
			newest = intermediateOf(message) ?? newest;
			for (const line of linesOf(message)) onLine(line);
		}, signal));
		await Promise.all([written, read]);
	} catch (error) {
		if (options.isCacheUsed === false && newest !== void 0) await removeUnnamed(docker, newest);
		throw buildError(error, signal);
	} finally {
		archive.destroy();
	}
	if (imageId === void 0) throw buildError(new EngineRefusal("the engine did not name the image"), signal);
	return imageId;
}
/**
* BuildKit where the Dockerfile needs it, else the first builder, which reads base images with our credentials.
* Without a session, BuildKit reads only public ones.
*/
function chooseBuilder(dockerfile) {
	return [
		/^#\s*syntax\s*=/im,
		/^\s*RUN\s+--(mount|network|security)=/im,
		/^\s*(COPY|ADD)\s+.*--(link|parents|exclude|checksum)\b/im,
		/^\s*(RUN|COPY|ADD)\b[^\n]*<<-?["']?\w/im
	].some((pattern) => pattern.test(dockerfile)) ? "buildkit" : "classic";
}
function engineOptions(options, dockerfile, builder) {
	return {
		t: options.name,
		dockerfile,
		buildargs: { ...options.buildArgs },
		labels: { ...options.labels },
		...options.platform === void 0 ? {} : { platform: options.platform },
		...options.target === void 0 ? {} : { target: options.target },
		nocache: options.isCacheUsed === false,
		rm: true,
		forcerm: true,
		...options.credentials ? { registryconfig: { ...options.credentials } } : {},
		...options.signal ? { abortSignal: options.signal } : {},
		...builder === "buildkit" ? { version: 2 } : {}
	};
}
function imageIdOf({ aux }) {
	return typeof aux === "object" && aux !== null && "ID" in aux && typeof aux.ID === "string" ? aux.ID : void 0;
}
/** The first builder says after each step which image it has become. */
function intermediateOf({ stream }) {
	return /^ ---> ([0-9a-f]{12})\s*$/.exec(stream ?? "")?.[1];
}
/** Removes what a build without a cache got to before it failed; never an image that has a name, such as the base. */
async function removeUnnamed(docker, id) {
	const found = await docker.getImage(id).inspect().catch(() => void 0);
	const names = [...found?.RepoTags ?? [], ...found?.RepoDigests ?? []];
	if (found !== void 0 && names.length === 0) await removeImage(docker, found.Id);
}
function linesOf({ id, aux, stream, status }) {
	if (id === "moby.buildkit.trace" && typeof aux === "string") return readTrace(Buffer.from(aux, "base64")).flatMap(({ text }) => text.split("\n"));
	if (status !== void 0) return id === void 0 ? [status] : [`${id}: ${status}`];
	return (stream ?? "").split("\n").filter((line) => line.trim() !== "");
}
function buildError(error, signal) {
	if (signal?.aborted) return signal.reason;
	if (!(error instanceof EngineRefusal) && !isRefusedRequest(error)) return engineError("build the image", error);
	return new StepError("BUILD_FAILED", {
		message: `the image was not built: ${engineMessage(error)}`,
		fix: "the lines above say which instruction of the Dockerfile failed",
		cause: error
	});
}
/** 400 and 500 before the stream: a Dockerfile that does not parse. */
function isRefusedRequest(error) {
	return error instanceof Error && "statusCode" in error && error.statusCode !== void 0;
}
// packages/containers/src/push.ts
/** Pushes an image and looks in the registry for what the engine said; the name for the push is removed afterwards. */
async function pushImage({ docker }, options) {
	const { repository, tag, credentials, signal } = options;
	const pushed = `${repository}:${tag}`;
	try {
		await docker.getImage(options.name).tag({
			repo: repository,
			tag
		});
		const answer = await docker.getImage(repository).push({
			tag,
			authconfig: credentials ? {
				...credentials,
				serveraddress: repository.split("/")[0] ?? ""
			} : {}
		});
		const progress = createProgress(options.onProgress);
		await readAnswer(answer, progress.take, signal);
		const digest = progress.digest();
		if (digest === void 0) throw new Error("it named no digest");
		await verify(options.target, tag, digest, signal);
		return {
			digest,
			sentLayers: progress.sent()
		};
	} catch (error) {
		throw engineError(`push ${pushed}`, error, signal);
	} finally {
		await removeImage(docker, pushed);
	}
}
async function verify(target, tag, digest, signal) {
	const found = await target.manifest(tag, signal);
	if (found.descriptor.digest === digest) return;
	throw new StepError("PUSH_UNVERIFIED", {
		message: `pushed ${digest}, but "${target.name}:${tag}" is ${found.descriptor.digest}`,
		fix: "somebody else pushed the same tag; run the step again"
	});
}
function createProgress(onProgress) {
	const layers = /* @__PURE__ */ new Map();
	const sent = [];
	let digest;
	return {
		digest: () => digest,
		sent: () => sent,
		take({ id, status, progressDetail, aux }) {
			digest = digestOf(aux) ?? digest;
			if (id === void 0) return;
			if (status === "Pushed") sent.push(id);
			if (status !== "Pushing" || progressDetail?.total === void 0) return;
			layers.set(id, {
				current: progressDetail.current ?? 0,
				total: progressDetail.total
			});
			const sum = (key) => [...layers.values()].reduce((all, layer) => all + layer[key], 0);
			onProgress?.(Math.min(sum("current"), sum("total")), sum("total"));
		}
	};
}
function digestOf(aux) {
	if (typeof aux !== "object" || aux === null || !("Digest" in aux)) return void 0;
	const { Digest: digest } = aux;
	return typeof digest === "string" && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : void 0;
}
// packages/steps/src/image/build-image/dockerfile.ts
/**
* The base images that a Dockerfile names, with its arguments filled in: those before the first FROM, which `args`
* overrides. Stages of the same file and `scratch` are left out.
*/
function baseReferences(dockerfile, args) {
	const known = {};
	const stages = /* @__PURE__ */ new Set(["scratch"]);
	const found = /* @__PURE__ */ new Set();
	let isBeforeFirst = true;
	for (const line of dockerfile.replace(/\\\r?\n/g, " ").split(/\r?\n/)) {
		const argument = /^\s*ARG\s+(\w+)(?:=("?)(.*?)\2)?\s*$/i.exec(line);
		if (argument?.[1] && isBeforeFirst) known[argument[1]] = args[argument[1]] ?? argument[3] ?? "";
		const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
		if (!from?.[1]) continue;
		isBeforeFirst = false;
		const reference = fill(from[1], known);
		if (reference !== "" && !stages.has(reference.toLowerCase())) found.add(reference);
		if (from[2]) stages.add(from[2].toLowerCase());
	}
	return [...found];
}
/** `$NAME`, `${NAME}` and `${NAME:-default}`. */
function fill(text, args) {
	return text.replace(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g, (_, braced, standard, bare) => args[braced ?? bare ?? ""] || (standard ?? ""));
}
// packages/steps/src/image/build-image/docker.ts
/** Names the newest image of each model, for the engine's build cache. */
const cacheRepository = "ml-ci-cache";
/** Builds a Dockerfile with a Docker engine and pushes the image. */
async function buildWithDocker(context, target) {
	const { inputs, images, files, signal, plan } = context;
	const address = await images.dockerAddress(target.repository, signal);
	if (address === void 0) throw noLayout(target.repository);
	const engine = await images.engine();
	const folder = files.resolve(inputs.context);
	const dockerfile = inputs.dockerfile === void 0 ? join(folder, "Dockerfile") : files.resolve(inputs.dockerfile);
	if (plan.active) {
		plan.would(`build ${dockerfile} in Docker ${engine.version}`, "POST /build");
		plan.would(`push the image to ${target.repository.name}:${target.tag}`, "POST /images/push");
		return {
			digest: void 0,
			bytesPushed: 0,
			layers: 0
		};
	}
	const name = `ml-ci-build:${Math.floor(context.random() * 2 ** 48).toString(36)}`;
	try {
		const built = await push(context, engine, target, address, name, await build(context, engine, name, folder, dockerfile));
		if (inputs.cache) await keepForCache(engine, name, context.config?.model ?? "image");
		return built;
	} finally {
		await removeImage(engine.docker, name);
	}
}
/**
* The engine forgets the steps of a build with the last image that has them, so the newest image of a model keeps a name.
* The one before goes, but for what both share.
*/
async function keepForCache({ docker }, name, model) {
	const tag = model.toLowerCase().replace(/[^\w.-]/g, "-");
	const before = await docker.getImage(`${cacheRepository}:${tag}`).inspect().catch(() => void 0);
	await docker.getImage(name).tag({
		repo: cacheRepository,
		tag
	});
	const { Id } = await docker.getImage(name).inspect();
	if (before !== void 0 && before.Id !== Id) await removeImage(docker, before.Id);
}
async function build(context, engine, name, folder, dockerfile) {
	const { inputs, log, signal } = context;
	const { platforms: platform } = inputs;
	const buildArgs = {
		...imageDocument(context)["build-args"],
		...inputs.buildArg
	};
	const credentials = await baseCredentials(context, dockerfile, buildArgs);
	return log.group(`docker build ${folder}`, () => buildImage(engine, {
		name,
		context: folder,
		dockerfile,
		buildArgs,
		labels: labelsOf(context),
		...platform && { platform: [
			platform.os,
			platform.architecture,
			platform.variant
		].filter(Boolean).join("/") },
		isCacheUsed: inputs.cache,
		credentials,
		onLine: (line) => log.output("docker", line),
		signal
	}));
}
/** The credentials for the registries of base images: Docker's own, or those of the stage that has the same registry. */
async function baseCredentials({ images, signal }, dockerfile, buildArgs) {
	const text = await readFile(dockerfile, "utf8").catch(() => "");
	const found = {};
	for (const reference of baseReferences(text, buildArgs)) {
		const { host } = parseReference(reference);
		const { repository } = await images.openReference(reference, signal);
		const address = await images.dockerAddress(repository, signal);
		if (address?.credentials) found[host === "docker.io" ? "https://index.docker.io/v1/" : host] = address.credentials;
	}
	return found;
}
async function push(context, engine, { repository, tag }, address, name, imageId) {
	const { signal, log, inputs } = context;
	const layers = (await engine.docker.getImage(name).inspect()).RootFS.Layers ?? [];
	const present = await repository.head(tag, signal);
	if (present !== void 0) {
		const configDigest = await configOf(repository, tag, signal);
		const state = {
			tag,
			repository: repository.name,
			wanted: imageId,
			isReplaced: inputs.replaceTag
		};
		if (decideTag({
			...state,
			present: configDigest === imageId ? imageId : present.digest
		}) === "done") {
			log.info(`${repository.name}:${tag} is this image already: nothing to push`);
			return {
				digest: present.digest,
				bytesPushed: 0,
				layers: layers.length
			};
		}
	}
	const pushed = await pushImage(engine, {
		name,
		tag,
		target: repository,
		...address,
		onProgress: (done, total) => log.progress({
			label: "push",
			done,
			total,
			unit: "bytes"
		}),
		signal
	});
	const bytesPushed = await sentBytes(repository, pushed.digest, layers, pushed.sentLayers, signal);
	return {
		digest: pushed.digest,
		bytesPushed,
		layers: layers.length
	};
}
async function configOf(repository, reference, signal) {
	const content = readManifest(await repository.manifest(reference, signal));
	return content.kind === "image" ? content.config.digest : void 0;
}
/** The engine names the layers it sent by the beginning of their diff id; the manifest has their sizes, in the same order. */
async function sentBytes(repository, reference, diffIds, sent, signal) {
	const content = readManifest(await repository.manifest(reference, signal));
	if (content.kind !== "image") return 0;
	const isSent = (index) => sent.includes(diffIds[index]?.replace("sha256:", "").slice(0, 12) ?? "");
	return content.layers.reduce((sum, { size }, index) => sum + (isSent(index) ? size : 0), 0);
}
function noLayout(repository) {
	return new StepError("INPUT_INVALID", {
		message: `a Docker engine cannot push to "${repository.name}"`,
		fix: "use the engine \"layers\", or push to a registry",
		problems: [{
			name: "engine",
			message: "docker cannot push to a layout folder",
			fix: ({ input }) => `use ${input("engine", "layers")}`
		}]
	});
}
export { buildWithDocker, buildImage as n, pushImage as t };
