import { o as __toESM } from "./rolldown-runtime.js";
import { c as hostPlatform } from "./containers-engine-stream.js";
import { t as formatBytes } from "./core-bytes.js";
import { n as StepError } from "./core-error-codes.js";
import { _ as collect, b as verified, c as makeManifest, h as mediaTypes, l as manifestLimit, u as readManifest, v as digestOf } from "./oci-digest.js";
import { t as mapAtMost } from "./core-map-at-most.js";
import { o as inside } from "./core-state-folder.js";
import { i as settingsOf, n as labelsOf, r as layerSources, t as imageDocument } from "./steps-image-build-image-labels.js";
import { n as decideTag } from "./steps-image-build-image-tag.js";
import { join, matchesGlob, posix, relative, sep } from "node:path";
import { createReadStream, createWriteStream } from "node:fs";
import { lstat, open, readdir, readlink, stat } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
// packages/oci/src/image.ts
const epoch = "1970-01-01T00:00:00Z";
/** Reads a base image: the entry for `platform` where the reference names an index. */
async function readBaseImage(repository, reference, platform, signal) {
	const manifest = await repository.manifest(reference, signal);
	const content = readManifest(manifest);
	if (content.kind === "index") {
		const child = content.manifests.find((entry) => isPlatform(entry.platform, platform));
		if (child !== void 0) return readBaseImage(repository, child.digest, platform, signal);
		throw new StepError("IMAGE_MISSING", {
			message: `"${repository.name}" has no "${reference}" for ${platform.os}/${platform.architecture}`,
			fix: "choose another platform or another base image"
		});
	}
	const bytes = await collect(await repository.readBlob(content.config, signal), manifestLimit, "the configuration");
	return {
		repository,
		manifest,
		layers: content.layers,
		config: parseConfig(bytes, repository.name)
	};
}
/** The manifest and configuration of an image of these layers; the same input gives the same bytes. */
function assembleImage(options) {
	const { base, layers, settings, platform, annotations, created = epoch } = options;
	const baseConfig = base?.config ?? {};
	const history = layers.map(() => ({
		created,
		created_by: "ml-ci",
		comment: "reproducible layer"
	}));
	const content = {
		...baseConfig,
		created,
		architecture: platform.architecture,
		os: platform.os,
		...platform.variant === void 0 ? {} : { variant: platform.variant },
		config: mergeSettings(objectOf(baseConfig.config), settings),
		rootfs: {
			type: "layers",
			diff_ids: [...listOf(objectOf(baseConfig.rootfs).diff_ids), ...layers.map(({ diffId }) => diffId)]
		},
		history: [...listOf(baseConfig.history), ...history]
	};
	const bytes = Buffer.from(JSON.stringify(content));
	const descriptor = {
		mediaType: mediaTypes.ociConfig,
		digest: digestOf(bytes),
		size: bytes.byteLength
	};
	return {
		manifest: makeManifest(mediaTypes.ociManifest, {
			schemaVersion: 2,
			mediaType: mediaTypes.ociManifest,
			config: descriptor,
			layers: [...(base?.layers ?? []).map(asOciLayer), ...layers.map((layer) => layer.descriptor)],
			...annotations === void 0 ? {} : { annotations: sorted(annotations) }
		}),
		config: {
			descriptor,
			bytes
		}
	};
}
/** As Docker merges: variables by name, labels by key; a new entrypoint drops the command of the base. */
function mergeSettings(base, settings) {
	const merged = { ...base };
	if (settings.entrypoint !== void 0) {
		merged.Entrypoint = settings.entrypoint;
		delete merged.Cmd;
	}
	if (settings.command !== void 0) merged.Cmd = settings.command;
	if (settings.env !== void 0) merged.Env = mergeEnv(listOf(base.Env).map(String), settings.env);
	if (settings.workdir !== void 0) merged.WorkingDir = settings.workdir;
	if (settings.user !== void 0) merged.User = settings.user;
	if (settings.ports !== void 0) {
		const added = settings.ports.map((port) => [`${port}/tcp`, {}]);
		merged.ExposedPorts = {
			...objectOf(base.ExposedPorts),
			...Object.fromEntries(added)
		};
	}
	if (settings.labels !== void 0) merged.Labels = {
		...objectOf(base.Labels),
		...sorted(settings.labels)
	};
	return merged;
}
function mergeEnv(base, env) {
	const byName = new Map(base.map((pair) => [pair.split("=", 1)[0] ?? pair, pair]));
	for (const [name, value] of Object.entries(env)) byName.set(name, `${name}=${value}`);
	return [...byName.values()];
}
/** The same bytes under their OCI names: a manifest must not mix both families. */
function asOciLayer(layer) {
	if (layer.mediaType === mediaTypes.dockerLayerGzip) return {
		...layer,
		mediaType: mediaTypes.ociLayerGzip
	};
	if (layer.mediaType === mediaTypes.dockerLayer) return {
		...layer,
		mediaType: mediaTypes.ociLayer
	};
	return layer;
}
function isPlatform(found, wanted) {
	if (found?.os !== wanted.os || found.architecture !== wanted.architecture) return false;
	return wanted.variant === void 0 || found.variant === void 0 || found.variant === wanted.variant;
}
function parseConfig(bytes, where) {
	try {
		return objectOf(JSON.parse(Buffer.from(bytes).toString("utf8")));
	} catch (cause) {
		throw new StepError("MANIFEST_INVALID", {
			message: `the image configuration in "${where}" is not JSON`,
			cause
		});
	}
}
function objectOf(value) {
	return typeof value === "object" && value !== null ? { ...value } : {};
}
function listOf(value) {
	return Array.isArray(value) ? value : [];
}
function sorted(record) {
	return Object.fromEntries(Object.entries(record).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));
}
// packages/oci/src/image-push.ts
/** Pushes an assembled image: only what the repository lacks, the manifest by digest, and then the tag. */
async function pushImage(repository, options) {
	const { image, signal, onBytes, tag } = options;
	const blobs = blobsOf(options);
	const cancel = signal === void 0 ? {} : { signal };
	const outcomes = await mapAtMost(blobs, options.concurrency ?? 4, ({ descriptor, open, from }) => repository.writeBlob(descriptor, open, {
		...cancel,
		...from === void 0 ? {} : { from },
		...onBytes === void 0 ? {} : { onBytes }
	}));
	await repository.writeManifest(image.manifest, void 0, signal);
	if (tag !== void 0 && (await repository.head(tag, signal))?.digest !== image.manifest.descriptor.digest) await repository.writeManifest(image.manifest, tag, signal);
	const count = (wanted) => outcomes.filter((outcome) => outcome === wanted).length;
	return {
		blobsUploaded: count("uploaded"),
		blobsMounted: count("mounted"),
		blobsSkipped: count("exists"),
		bytesMoved: blobs.reduce((sum, { descriptor }, i) => sum + (outcomes[i] === "uploaded" ? descriptor.size : 0), 0)
	};
}
/** Each content once: two equal layers are one blob. */
function blobsOf({ image, layers, base, signal }) {
	const fromBase = (base?.layers ?? []).map((descriptor) => {
		const source = base?.repository;
		return source && {
			descriptor,
			from: source,
			open: () => source.readBlob(descriptor, signal)
		};
	});
	const { descriptor, bytes } = image.config;
	const config = {
		descriptor,
		open: async () => oneChunk(bytes)
	};
	const all = [
		...fromBase.filter((blob) => blob !== void 0),
		...layers,
		config
	];
	return [...new Map(all.map((blob) => [blob.descriptor.digest, blob])).values()];
}
async function* oneChunk(bytes) {
	yield bytes;
}
// packages/oci/src/layer-entries.ts
/**
* The entries for a folder or file. Links stay links when they stay in the folder and are refused otherwise: what they name
* would not be in the image, or be something of this machine.
*/
async function collectEntries(from, options) {
	const found = await lstat(from).catch((cause) => {
		throw new StepError("FILE_MISSING", {
			message: `cannot read "${from}"`,
			fix: "check the path",
			cause
		});
	});
	const to = imagePath(options.to);
	if (found.isDirectory()) return collectFolder(from, from, to, options);
	return [await entryOf(from, from, options.to.endsWith("/") ? posix.join(to, posix.basename(from)) : to)];
}
/** The parents of every entry that are not entries themselves, and all of it sorted, a folder before what is in it. */
function completeEntries(entries) {
	const all = /* @__PURE__ */ new Map();
	for (const entry of entries) {
		for (let parent = posix.dirname(entry.path); parent !== "."; parent = posix.dirname(parent)) if (!all.has(parent)) all.set(parent, {
			type: "directory",
			path: parent
		});
		if (entry.path !== ".") all.set(entry.path, entry);
	}
	return [...all.values()].sort((a, b) => compare(a.path, b.path));
}
/** A path in an image, without its leading slash; FILE_UNSAFE where it leaves the image. */
function imagePath(path) {
	const parts = path.split("/");
	if (parts.includes("..") || path.includes("\0")) throw new StepError("FILE_UNSAFE", {
		message: `"${path}" is no path in an image`,
		fix: "write it from the root of the image, without \"..\""
	});
	return posix.join(".", ...parts.filter((part) => part !== ""));
}
async function collectFolder(root, folder, to, options) {
	const entries = [];
	const names = (await readdir(folder)).sort(compare);
	for (const name of names) {
		const file = join(folder, name);
		const inner = relative(root, file).split(sep).join("/");
		if (options.exclude?.some((pattern) => matches(inner, pattern))) continue;
		if ((await lstat(file)).isDirectory()) {
			const below = await collectFolder(root, file, to, options);
			if (options.include === void 0 || isIncluded(inner, options.include)) entries.push({
				type: "directory",
				path: posix.join(to, inner)
			});
			entries.push(...below);
		} else if (options.include === void 0 || isIncluded(inner, options.include)) entries.push(await entryOf(root, file, posix.join(to, inner)));
	}
	return entries;
}
async function entryOf(root, file, path) {
	const found = await lstat(file);
	if (found.isSymbolicLink()) return {
		type: "symlink",
		path,
		target: await safeTarget(root, file)
	};
	if (!found.isFile()) throw unsafe(file, "is neither a file nor a folder nor a link");
	return {
		type: "file",
		path,
		isExecutable: (found.mode & 73) !== 0,
		content: {
			file,
			size: found.size
		}
	};
}
async function safeTarget(root, file) {
	const target = (await readlink(file)).split(sep).join("/");
	const inner = posix.join(posix.dirname(relative(root, file).split(sep).join("/")), target);
	if (posix.isAbsolute(target) || inner === ".." || inner.startsWith("../")) throw unsafe(file, `is a link to "${target}", which is outside of its folder`);
	return target;
}
/** A pattern that names a folder stands for all in it. */
function matches(path, pattern) {
	const clean = pattern.replace(/^\.?\//, "").replace(/\/$/, "");
	return matchesGlob(path, clean) || matchesGlob(path, `${clean}/**`);
}
function isIncluded(path, patterns) {
	return patterns.some((pattern) => matches(path, pattern));
}
/** By code units: the same on every machine, whatever its language. */
function compare(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
function unsafe(file, why) {
	return new StepError("FILE_UNSAFE", {
		message: `"${file}" ${why}`,
		fix: "exclude it from the layer, or put a real file there"
	});
}
// packages/oci/src/layer.ts
const readChunkBytes = 262144;
const gzipLevel = 6;
/**
* Makes a layer that is the same wherever and whenever it is made from the same files: sorted, without times, users and
* umask; of the mode only whether it may be executed is kept.
*/
async function writeLayer(entries, options) {
	const compression = options.compression ?? "gzip";
	const { pack: createPack } = await import("./tar-stream.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const pack = createPack();
	const [diff, whole] = [createHash("sha256"), createHash("sha256")];
	const steps = compression === "gzip" ? [createGzip({ level: gzipLevel }), withoutSystem()] : [];
	const filled = fill(pack, completeEntries(entries));
	const written = pipeline([
		Readable.from(pack),
		hashing(diff),
		...steps,
		hashing(whole),
		createWriteStream(options.file)
	], options.signal ? { signal: options.signal } : {});
	const [filling, writing] = await Promise.allSettled([filled, written]);
	if (options.signal?.aborted) throw options.signal.reason;
	if (filling.status === "rejected") throw filling.reason;
	if (writing.status === "rejected") throw writing.reason;
	const descriptor = {
		mediaType: compression === "gzip" ? mediaTypes.ociLayerGzip : mediaTypes.ociLayer,
		digest: `sha256:${whole.digest("hex")}`,
		size: (await stat(options.file)).size
	};
	return {
		descriptor,
		diffId: `sha256:${diff.digest("hex")}`,
		open: async () => verified(createReadStream(options.file, { highWaterMark: readChunkBytes }), descriptor, options.file)
	};
}
async function fill(pack, entries) {
	try {
		for (const entry of entries) await addEntry(pack, entry);
		pack.finalize();
	} catch (error) {
		pack.destroy(error instanceof Error ? error : new Error(String(error)));
		throw error;
	}
}
async function addEntry(pack, entry) {
	const common = {
		name: entry.path,
		type: entry.type,
		uid: 0,
		gid: 0,
		mtime: /* @__PURE__ */ new Date(0),
		size: 0
	};
	switch (entry.type) {
		case "directory": return finished$1((done) => pack.entry({
			...common,
			name: `${entry.path}/`,
			mode: 493
		}, done));
		case "symlink": return finished$1((done) => pack.entry({
			...common,
			mode: 511,
			linkname: entry.target
		}, done));
		case "file": {
			const { content } = entry;
			const mode = entry.isExecutable ? 493 : 420;
			if (content instanceof Uint8Array) return finished$1((done) => pack.entry({
				...common,
				mode
			}, Buffer.from(content), done));
			const header = {
				...common,
				mode,
				size: content.size
			};
			return finished$1((done) => {
				const sink = pack.entry(header, done);
				sink.on("error", () => void 0);
				pump(content, sink).catch((error) => sink.destroy(error));
			});
		}
	}
}
function finished$1(start) {
	return new Promise((resolve, reject) => {
		start((error) => error ? reject(error) : resolve());
	});
}
async function pump({ file, size }, sink) {
	let read = 0;
	for await (const chunk of createReadStream(file, { highWaterMark: readChunkBytes })) {
		read += chunk.byteLength;
		if (read > size) break;
		if (!sink.write(chunk)) await new Promise((resolve) => sink.once("drain", resolve));
	}
	if (read !== size) throw new StepError("FILE_UNSAFE", {
		message: `"${file}" changed while it was read`,
		fix: "let nothing write there while the image is made"
	});
	sink.end(null);
}
function hashing(hash) {
	return new Transform({
		highWaterMark: readChunkBytes,
		transform(chunk, _encoding, done) {
			hash.update(chunk);
			done(null, chunk);
		}
	});
}
/** Byte 9 of a gzip header names the system it was made on; 255 is "unknown" (RFC 1952), and the same everywhere. */
function withoutSystem() {
	let offset = 0;
	return new Transform({
		highWaterMark: readChunkBytes,
		transform(chunk, _encoding, done) {
			if (offset <= 9 && offset + chunk.byteLength > 9) chunk[9 - offset] = 255;
			offset += chunk.byteLength;
			done(null, chunk);
		}
	});
}
// packages/steps/src/image/build-image/compression.ts
const sampleBytes = 262144;
/** Below this the time is not worth a thought. */
const smallLayerBytes = 8388608;
/** Weights and wheels hardly get smaller, and take twenty times as long to compress as to copy. */
const worthwhileRatio = .9;
/**
* Whether a layer is compressed: not where samples of its large files say that it would save less than a tenth. Only the
* files decide, so the same files give the same layer.
*/
async function chooseCompression(entries) {
	const files = entries.flatMap(fileOf);
	const total = files.reduce((sum, { size }) => sum + size, 0);
	if (total < smallLayerBytes) return "gzip";
	let compressed = 0;
	for (const { file, size } of files) compressed += size < sampleBytes ? size * .5 : size * await sampleRatio(file, size);
	return compressed / total > worthwhileRatio ? "none" : "gzip";
}
function fileOf(entry) {
	return entry.type === "file" && !(entry.content instanceof Uint8Array) ? [entry.content] : [];
}
/** Of the beginning and the middle: many formats begin with a header. */
async function sampleRatio(file, size) {
	const handle = await open(file, "r");
	try {
		const sample = Buffer.alloc(sampleBytes * 2);
		const first = await handle.read(sample, 0, sampleBytes, 0);
		const second = await handle.read(sample, first.bytesRead, sampleBytes, Math.floor(size / 2));
		const bytes = sample.subarray(0, first.bytesRead + second.bytesRead);
		return bytes.length === 0 ? 0 : gzipSync(bytes, { level: 1 }).length / bytes.length;
	} finally {
		await handle.close();
	}
}
// packages/steps/src/image/build-image/make-layers.ts
/** Neither belongs in an image: history, and the state of ml-ci. */
const neverIncluded = [".git", ".ml-ci"];
/** A folder in a layer replaces a link of the same name, and with it all programs or libraries of the base. */
function warnOfMergedUsr({ log }, sources) {
	for (const { to } of sources) {
		if (!/^\/(bin|sbin|lib|lib32|lib64|libx32)(\/|$)/.test(to)) continue;
		log.warn(`"${to}": where the base has a link there, as Debian and Ubuntu do, the layer hides it; use "/usr${to}"`);
	}
}
/** Makes the layers in a folder of the run, in order. */
async function makeLayers(context, sources) {
	const { files, signal } = context;
	const folder = await files.temporary("layers");
	const made = [];
	for (const [index, source] of sources.entries()) {
		signal.throwIfAborted();
		const from = await safeSource(files.root, source.from);
		const { to, include, exclude = [] } = source;
		const entries = await collectEntries(from, {
			to,
			...include && { include },
			exclude: [...exclude, ...neverIncluded]
		});
		if (entries.length === 0) throw emptyLayer(source);
		const compression = await chooseCompression(entries);
		const file = join(folder, String(index));
		made.push({
			source,
			layer: await writeLayer(entries, {
				file,
				compression,
				signal
			})
		});
	}
	return made;
}
/** The folder or file itself, links followed; FILE_UNSAFE where it is outside the root. */
async function safeSource(root, from) {
	const found = await stat(join(root, from)).catch((cause) => {
		throw new StepError("FILE_MISSING", {
			message: `there is no "${from}" in "${root}", which image.layers names`,
			fix: "make it before this step, or correct image.layers",
			cause
		});
	});
	if (found.isDirectory() || found.isFile()) return inside(root, from);
	throw new StepError("FILE_UNSAFE", { message: `"${from}" is neither a folder nor a file` });
}
function emptyLayer({ from }) {
	return new StepError("FILE_MISSING", {
		message: `there is nothing in "${from}" to make a layer of`,
		fix: "check include and exclude in image.layers"
	});
}
// packages/steps/src/image/build-image/layers.ts
/** Builds an image from folders, without an engine. The same files and settings give the same digest. */
async function buildFromLayers(context, target) {
	const { inputs, signal } = context;
	const document = imageDocument(context);
	const platform = inputs.platforms ?? hostPlatform();
	const sources = layerSources(inputs.layer, document);
	const base = await openBase(context, platform);
	if (base !== void 0) warnOfMergedUsr(context, sources);
	const made = await makeLayers(context, sources);
	const layers = made.map(({ layer }) => layer);
	const settings = settingsOf(document, labelsOf(context));
	const image = assembleImage({
		...base && { base },
		layers,
		settings,
		platform
	});
	const { digest } = image.manifest.descriptor;
	const present = (await target.repository.head(target.tag, signal))?.digest;
	const built = {
		digest,
		layers: layers.length + (base?.layers.length ?? 0)
	};
	describe(context, made, base);
	if (decideTag({
		tag: target.tag,
		repository: target.repository.name,
		present,
		wanted: digest,
		isReplaced: inputs.replaceTag
	}) === "done") {
		context.log.info(`${target.repository.name}:${target.tag} is ${digest} already: nothing to push`);
		return {
			...built,
			bytesPushed: 0
		};
	}
	if (context.plan.active) return {
		...built,
		bytesPushed: await planPush(context, target, image, layers, base)
	};
	return {
		...built,
		bytesPushed: await push(context, target, image, layers, base)
	};
}
async function openBase(context, platform) {
	const { inputs, images, signal, log } = context;
	if (inputs.base === "scratch") return void 0;
	if (inputs.base === void 0) {
		const fix = "set image.base to scratch, layout:PATH, or an image reference";
		const message = "is missing: the engine \"layers\" must know what the layers lie on";
		throw new StepError("INPUT_INVALID", {
			message: `base ${message}`,
			fix,
			problems: [{
				name: "base",
				message,
				fix
			}]
		});
	}
	const { repository, reference } = await images.openReference(inputs.base, signal);
	const base = await readBaseImage(repository, reference, platform, signal);
	log.info(`base ${inputs.base} is ${base.manifest.descriptor.digest}`);
	return base;
}
async function push(context, { repository, tag }, image, layers, base) {
	let done = 0;
	const { bytesMoved } = await pushImage(repository, {
		image,
		layers,
		...base && { base },
		tag,
		signal: context.signal,
		onBytes: (bytes) => {
			done += bytes;
			context.log.progress({
				label: "push",
				done,
				unit: "bytes"
			});
		}
	});
	return bytesMoved;
}
/** What a push would move, and with which calls. */
async function planPush(context, { repository, tag }, image, layers, base) {
	let bytes = 0;
	const blobs = [
		...base?.layers ?? [],
		...layers.map(({ descriptor }) => descriptor),
		image.config.descriptor
	];
	for (const { digest, size } of blobs) {
		if (await repository.hasBlob(digest, context.signal)) continue;
		bytes += size;
		context.plan.would(`push ${digest} (${formatBytes(size)}) to ${repository.name}`, blobCall(repository));
	}
	context.plan.would(`tag ${image.manifest.descriptor.digest} as ${repository.name}:${tag}`, repository.mountScope === void 0 ? "write index.json" : `PUT manifests/${tag}`);
	return bytes;
}
const blobCall = ({ mountScope }) => mountScope === void 0 ? "write blob" : "POST and PUT blobs/uploads";
function describe({ log }, made, base) {
	const baseRows = (base?.layers ?? []).map(({ digest, size }) => [
		"base",
		"",
		digest.slice(0, 19),
		formatBytes(size)
	]);
	const rows = made.map(({ source, layer: { descriptor } }) => [
		source.from,
		source.to,
		descriptor.digest.slice(0, 19),
		formatBytes(descriptor.size)
	]);
	log.table({
		title: "layers",
		columns: [
			"from",
			"to",
			"digest",
			"size"
		],
		rows: [...baseRows, ...rows]
	});
}
export { readBaseImage as a, buildFromLayers, assembleImage as i, collectEntries as n, pushImage as r, writeLayer as t };
