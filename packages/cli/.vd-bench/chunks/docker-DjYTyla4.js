import { i as StepError } from "./load-B55PWNpz.js";
import { p as buildImage, s as removeImage, t as pushImage } from "./src-Bh6JnEov.js";
import "./src-ApriQ9BF.js";
import { C as readManifest, o as parseReference } from "./src-yrlXQMMI.js";
import { n as imageDocument, o as readPairs, r as labelsOf, t as choosePlatform } from "./settings-CVTuMDr0.js";
import { n as decideTag } from "./tag-B8ALR754.js";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
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
	const platform = inputs.platforms === void 0 ? void 0 : choosePlatform(inputs.platforms);
	const buildArgs = {
		...imageDocument(context)["build-args"],
		...readPairs("build-arg", inputs.buildArg ?? [])
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
			fix: "use --engine layers"
		}]
	});
}
export { buildWithDocker };
