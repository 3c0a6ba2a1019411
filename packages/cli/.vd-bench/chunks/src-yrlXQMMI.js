import { o as __toESM } from "./rolldown-runtime-COqNOauY.js";
import { i as StepError } from "./load-B55PWNpz.js";
import { T as rejected, h as createExec, p as createFiles, u as silentLog, w as parsedAs, x as kind } from "./src-ApriQ9BF.js";
import { lstat, mkdir, open, readFile, readdir, readlink, rename, rm, stat } from "node:fs/promises";
import { dirname, join, matchesGlob, posix, relative, resolve, sep } from "node:path";
import { createHash, randomUUID } from "node:crypto";
import { homedir, tmpdir } from "node:os";
import { createReadStream, createWriteStream } from "node:fs";
import { isIPv4, isIPv6 } from "node:net";
import http from "node:http";
import { Readable, Transform } from "node:stream";
import { createGzip } from "node:zlib";
import https from "node:https";
import { pipeline } from "node:stream/promises";
// packages/oci/src/digest.ts
const pattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
/** True for `sha256:<64 hex>` and `sha512:<128 hex>`. */
function isDigest(text) {
	return pattern.test(text);
}
/** The SHA-256 digest of bytes. */
function digestOf(bytes) {
	return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
/** True where the bytes have that digest, by its own algorithm. */
function hasDigest(bytes, digest) {
	return finish(hasher(digest).update(bytes), digest) === digest;
}
/** The part of a digest that names a file: `sha256/<hex>`. */
function digestPath(digest) {
	const [algorithm = "", hex = ""] = digest.split(":");
	return [algorithm, hex];
}
/**
* Passes a blob on and throws BLOB_TRUNCATED or DIGEST_MISMATCH where it is not what its descriptor says. The last bytes
* are held back until the digest is known, so that no receiver ever holds a whole blob that is wrong.
*/
async function* verified(stream, blob, where) {
	const hash = hasher(blob.digest);
	let received = 0;
	if (blob.size === 0) check(hash, blob, where);
	for await (const chunk of stream) {
		if (chunk.byteLength === 0) continue;
		received += chunk.byteLength;
		if (received > blob.size) throw wrongSize(blob, where, `more than ${blob.size}`);
		hash.update(chunk);
		if (received === blob.size) check(hash, blob, where);
		yield chunk;
	}
	if (received < blob.size) throw wrongSize(blob, where, `${received} of ${blob.size}`);
}
/** All bytes of a stream that should be small; MANIFEST_INVALID over `limit`. */
async function collect(stream, limit, what) {
	const chunks = [];
	let size = 0;
	for await (const chunk of stream) {
		size += chunk.byteLength;
		if (size > limit) throw new StepError("MANIFEST_INVALID", { message: `${what} is larger than ${limit} bytes` });
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
function hasher(digest) {
	return createHash(digestPath(digest)[0]);
}
function finish(hash, digest) {
	return `${digestPath(digest)[0]}:${hash.digest("hex")}`;
}
function check(hash, blob, where) {
	const actual = finish(hash, blob.digest);
	if (actual === blob.digest) return;
	throw new StepError("DIGEST_MISMATCH", {
		message: `"${where}" sent bytes with digest "${actual}" for "${blob.digest}"`,
		fix: "the content is damaged or was replaced there; push it again from its source"
	});
}
function wrongSize(blob, where, got) {
	return new StepError("BLOB_TRUNCATED", {
		message: `"${where}" sent ${got} bytes of "${blob.digest}"`,
		fix: "try again; if it stays so, the content is damaged there"
	});
}
// packages/oci/src/media-types.ts
/** Every media type and header name of the distribution and image specifications that we use, once. */
const mediaTypes = {
	ociIndex: "application/vnd.oci.image.index.v1+json",
	ociManifest: "application/vnd.oci.image.manifest.v1+json",
	ociConfig: "application/vnd.oci.image.config.v1+json",
	ociEmpty: "application/vnd.oci.empty.v1+json",
	ociLayer: "application/vnd.oci.image.layer.v1.tar",
	ociLayerGzip: "application/vnd.oci.image.layer.v1.tar+gzip",
	ociLayerZstd: "application/vnd.oci.image.layer.v1.tar+zstd",
	dockerList: "application/vnd.docker.distribution.manifest.list.v2+json",
	dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
	dockerConfig: "application/vnd.docker.container.image.v1+json",
	dockerLayer: "application/vnd.docker.image.rootfs.diff.tar",
	dockerLayerGzip: "application/vnd.docker.image.rootfs.diff.tar.gzip",
	blob: "application/octet-stream"
};
/**
* What we take as a manifest. Never schema 1, and always the index types: without them a registry serves one platform of a
* tag, and the digest changes silently.
*/
const manifestTypes = [
	mediaTypes.ociIndex,
	mediaTypes.ociManifest,
	mediaTypes.dockerList,
	mediaTypes.dockerManifest
];
/** Names of the headers, in lower case as Node gives them. */
const headerNames = {
	digest: "docker-content-digest",
	subject: "oci-subject",
	filtersApplied: "oci-filters-applied"
};
/** The annotation of a layout's `index.json` that holds a tag. */
const refNameAnnotation = "org.opencontainers.image.ref.name";
const foreignTypes = ["application/vnd.docker.image.rootfs.foreign.diff.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar"];
/** True for an index or a manifest list. */
function isIndexType(mediaType) {
	return mediaType === mediaTypes.ociIndex || mediaType === mediaTypes.dockerList;
}
/** True for layers that their licence keeps in the registry of their maker; they are not copied. */
function isForeignType(mediaType) {
	return foreignTypes.some((type) => mediaType.startsWith(type));
}
// packages/oci/src/manifest.ts
/** The largest manifest we read; the specification asks registries for at least 4 MiB. */
const manifestLimit = 8388608;
/**
* Makes a `Manifest` of received bytes: hashes them ourselves, compares with the digest that was asked for or promised, and
* refuses a media type that is unknown or not the one inside.
*/
function checkManifest(bytes, claimed, where) {
	const digest = claimed.digest !== void 0 && isDigest(claimed.digest) ? claimed.digest : digestOf(bytes);
	if (!hasDigest(bytes, digest)) throw new StepError("DIGEST_MISMATCH", {
		message: `"${where}" sent a manifest with digest "${digestOf(bytes)}" for "${digest}"`,
		fix: "the content is damaged or was replaced there; push it again from its source"
	});
	const inner = parseObject(bytes, where).mediaType;
	const mediaType = claimed.mediaType?.split(";")[0]?.trim() ?? inner;
	if (typeof mediaType !== "string" || !manifestTypes.includes(mediaType)) throw invalid$3(where, `is of type "${String(mediaType)}", which is no OCI or Docker v2 manifest`);
	if (inner !== void 0 && inner !== mediaType) throw invalid$3(where, `was sent as "${mediaType}" and calls itself "${String(inner)}"`);
	return {
		descriptor: {
			mediaType,
			digest,
			size: bytes.byteLength
		},
		bytes
	};
}
/** A manifest of our own making. */
function makeManifest(mediaType, content) {
	const bytes = Buffer.from(JSON.stringify(content));
	return {
		descriptor: {
			mediaType,
			digest: digestOf(bytes),
			size: bytes.byteLength
		},
		bytes
	};
}
/** What the manifest names; MANIFEST_INVALID where it does not have the form of its type. */
function readManifest({ descriptor, bytes }) {
	const where = descriptor.digest;
	const json = parseObject(bytes, where);
	const base = {
		...json.subject === void 0 ? {} : { subject: readDescriptor(json.subject, where) },
		...typeof json.artifactType === "string" ? { artifactType: json.artifactType } : {},
		...isTextRecord(json.annotations) ? { annotations: json.annotations } : {}
	};
	if (isIndexType(descriptor.mediaType)) return {
		kind: "index",
		manifests: readDescriptors(json.manifests, where),
		...base
	};
	return {
		kind: "image",
		config: readDescriptor(json.config, where),
		layers: readDescriptors(json.layers, where),
		...base
	};
}
/** The descriptor under which a registry lists a manifest that has a subject: its type and all its annotations. */
function referrerDescriptor(manifest, content) {
	const artifactType = content.artifactType ?? (content.kind === "image" ? content.config.mediaType : void 0);
	return {
		...manifest.descriptor,
		...artifactType === void 0 ? {} : { artifactType },
		...content.annotations === void 0 ? {} : { annotations: content.annotations }
	};
}
/** The tag that stands for the referrers API where a registry has none. */
function fallbackTag(digest) {
	const [algorithm = "", hex = ""] = digest.split(":");
	return `${algorithm}-${hex.slice(0, 64)}`;
}
/** The index that a fallback tag, or the referrers API, serves. */
function referrersIndex(manifests) {
	return makeManifest(mediaTypes.ociIndex, {
		schemaVersion: 2,
		mediaType: mediaTypes.ociIndex,
		manifests
	});
}
/** The descriptors of an index that is given as parsed JSON. */
function readDescriptors(value, where) {
	if (!Array.isArray(value)) throw invalid$3(where, "lacks its list of descriptors");
	return value.map((item) => readDescriptor(item, where));
}
function readDescriptor(value, where) {
	if (!isObject(value)) throw invalid$3(where, "has a descriptor that is no object");
	const { mediaType, digest, size } = value;
	if (typeof mediaType !== "string" || typeof digest !== "string" || !isDigest(digest)) throw invalid$3(where, `has a descriptor without media type or digest: "${String(digest)}"`);
	if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) throw invalid$3(where, `has a descriptor with size "${String(size)}"`);
	const { platform, artifactType, annotations, urls } = value;
	return {
		mediaType,
		digest,
		size,
		...isPlatform$1(platform) ? { platform } : {},
		...typeof artifactType === "string" ? { artifactType } : {},
		...isTextRecord(annotations) ? { annotations } : {},
		...Array.isArray(urls) ? { urls: urls.filter((url) => typeof url === "string") } : {}
	};
}
function parseObject(bytes, where) {
	try {
		const value = JSON.parse(Buffer.from(bytes).toString("utf8"));
		if (isObject(value)) return value;
	} catch (cause) {
		throw new StepError("MANIFEST_INVALID", {
			message: `the manifest "${where}" is not JSON`,
			cause
		});
	}
	throw invalid$3(where, "is no JSON object");
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isTextRecord(value) {
	return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}
function isPlatform$1(value) {
	return isObject(value) && typeof value.os === "string" && typeof value.architecture === "string";
}
function invalid$3(where, why) {
	return new StepError("MANIFEST_INVALID", {
		message: `the manifest "${where}" ${why}`,
		fix: "push the image again with a current tool"
	});
}
// packages/oci/src/copy-plan.ts
/** Walks an image in `source`, referrers and nested indexes included. Platforms are never filtered: the digest is the release. */
async function planCopy(source, digest, choice, signal) {
	const walk = createWalk(source, signal);
	const root = await source.manifest(digest, signal);
	const children = (await walk.parts(root)).slice(0, -1);
	const subjects = /* @__PURE__ */ new Map();
	const referrers = [];
	const digestTags = [];
	if (choice === "all") {
		const queue = [...children, root];
		for (let subject = queue.shift(); subject !== void 0; subject = queue.shift()) {
			const listed = await source.referrers(subject.descriptor.digest, void 0, signal);
			subjects.set(subject.descriptor.digest, listed.map((referrer) => referrer.digest));
			for (const referrer of listed) {
				const found = await walk.parts(await source.manifest(referrer.digest, signal));
				referrers.push(...found);
				queue.push(...found);
			}
		}
		for (const tag of await digestTagsOf(source, [...subjects.keys()], signal)) {
			const manifest = await source.manifest(tag, signal);
			digestTags.push({
				tag,
				manifest
			});
			referrers.push(...(await walk.parts(manifest)).slice(0, -1));
		}
	}
	const { blobs, foreign } = walk.blobs();
	return {
		root,
		children,
		referrers,
		subjects,
		digestTags,
		blobs,
		foreign
	};
}
/** Bytes of all blobs of a plan. */
function plannedBytes(plan) {
	return plan.blobs.reduce((sum, { size }) => sum + size, 0);
}
function createWalk(source, signal) {
	const seen = /* @__PURE__ */ new Set();
	const blobs = /* @__PURE__ */ new Map();
	const foreign = /* @__PURE__ */ new Map();
	/** A manifest with all it consists of, parts first; what was met before is left out. */
	const parts = async (manifest) => {
		if (seen.has(manifest.descriptor.digest)) return [];
		seen.add(manifest.descriptor.digest);
		const content = readManifest(manifest);
		if (content.kind === "image") {
			for (const blob of [content.config, ...content.layers]) (isForeign(blob) ? foreign : blobs).set(blob.digest, blob);
			return [manifest];
		}
		const found = [];
		for (const child of content.manifests) {
			if (seen.has(child.digest)) continue;
			if (isManifestType(child.mediaType)) found.push(...await parts(await source.manifest(child.digest, signal)));
			else blobs.set(child.digest, child);
		}
		return [...found, manifest];
	};
	return {
		parts,
		blobs: () => ({
			blobs: [...blobs.values()].sort((a, b) => b.size - a.size || (a.digest < b.digest ? -1 : 1)),
			foreign: [...foreign.values()]
		})
	};
}
function isManifestType(mediaType) {
	return isIndexType(mediaType) || /\.manifest\.v\d\+json$/.test(mediaType);
}
function isForeign({ mediaType, urls }) {
	return isForeignType(mediaType) || urls !== void 0 && urls.length > 0;
}
/** Tags with a suffix behind the fallback tag. The bare one is the referrers list: the destination keeps its own. */
async function digestTagsOf(source, digests, signal) {
	const prefixes = digests.map((digest) => `${fallbackTag(digest)}.`);
	return (await source.tags(signal)).filter((tag) => prefixes.some((prefix) => tag.startsWith(prefix))).sort();
}
// packages/oci/src/pace.ts
/** Runs `work` on each item, at most `limit` at once, in order of the list. The first error stops the rest. */
async function mapAtMost(items, limit, work) {
	const results = [];
	let next = 0;
	let isFailed = false;
	const worker = async () => {
		for (let index = next++; index < items.length && !isFailed; index = next++) {
			const item = items[index];
			try {
				results[index] = await work(item);
			} catch (error) {
				isFailed = true;
				throw error;
			}
		}
	};
	const workers = Array.from({ length: Math.min(limit, items.length) }, worker);
	const ends = await Promise.allSettled(workers);
	for (const end of ends) if (end.status === "rejected") throw end.reason;
	return results;
}
/** Waits so that what follows happens at most `perSecond` times a second; never where that is undefined. */
function createPace(perSecond, clock) {
	let freeAtMs = Number.NEGATIVE_INFINITY;
	return async (signal) => {
		if (perSecond === void 0) return;
		const now = clock.now();
		const startMs = Math.max(now, freeAtMs);
		freeAtMs = startMs + 1e3 / perSecond;
		if (startMs > now) await clock.sleep(startMs - now, signal);
	};
}
// packages/oci/src/copy.ts
const defaultConcurrency = 4;
/**
* Runs a plan: blobs, then children by digest, the root by digest, its referrers, and the tag last, so that who follows the
* tag never sees an image without its signatures. Then it looks again, and throws COPY_UNVERIFIED unless all is there.
*/
async function runCopy(plan, source, destination, options) {
	const { signal, tag } = options;
	const run = createRun(plan, source, destination, options);
	const outcomes = await mapAtMost(plan.blobs, options.concurrency ?? defaultConcurrency, run.blob);
	for (const manifest of [
		...plan.children,
		plan.root,
		...plan.referrers
	]) await run.manifest(manifest);
	for (const { tag: digestTag, manifest } of plan.digestTags) await run.tagged(manifest, digestTag);
	if (tag !== void 0) await run.tagged(plan.root, tag);
	await verifyCopy(plan, destination, tag, signal);
	const count = (wanted) => outcomes.filter((outcome) => outcome === wanted).length;
	return {
		digest: plan.root.descriptor.digest,
		blobsUploaded: count("uploaded"),
		blobsMounted: count("mounted"),
		blobsSkipped: count("exists"),
		bytesMoved: plan.blobs.reduce((sum, { size }, i) => sum + (outcomes[i] === "uploaded" ? size : 0), 0),
		manifestsWritten: run.written(),
		referrers: [...plan.subjects.values()].flat().length + plan.digestTags.length
	};
}
function createRun(plan, source, destination, options) {
	const { signal } = options;
	const pace = createPace(options.manifestsPerSecond, options.clock);
	const bytesTotal = plannedBytes(plan);
	const byDigest = new Map([
		...plan.children,
		plan.root,
		...plan.referrers
	].map((m) => [m.descriptor.digest, m]));
	let bytesDone = 0;
	let written = 0;
	const advance = (bytes) => {
		bytesDone += bytes;
		options.onProgress?.({
			bytesDone,
			bytesTotal
		});
	};
	const cancel = signal === void 0 ? {} : { signal };
	const blob = async (descriptor) => {
		const open = () => source.readBlob(descriptor, signal);
		const outcome = await destination.writeBlob(descriptor, open, {
			from: source,
			onBytes: advance,
			...cancel
		});
		if (outcome !== "uploaded") advance(descriptor.size);
		return outcome;
	};
	const put = async (manifest, tag) => {
		await pace(signal);
		signal?.throwIfAborted();
		await destination.writeManifest(manifest, tag, signal);
		written += 1;
	};
	/**
	* A registry may answer for a part that an interrupted copy left uncommitted, and then refuse the whole: its parts are
	* written once more, and then it must go.
	*/
	const putWhole = async (manifest, tag) => {
		try {
			await put(manifest, tag);
		} catch (error) {
			if (!(error instanceof StepError) || error.code !== "MANIFEST_INCOMPLETE") throw error;
			const content = readManifest(manifest);
			const parts = content.kind === "index" ? content.manifests : [content.config, ...content.layers];
			for (const part of parts) {
				const child = byDigest.get(part.digest);
				if (child !== void 0) await putWhole(child, void 0);
				else if (plan.blobs.some(({ digest }) => digest === part.digest)) {
					advance(-part.size);
					await blob(part);
				}
			}
			await put(manifest, tag);
		}
	};
	return {
		blob,
		written: () => written,
		async manifest(manifest) {
			if (await destination.head(manifest.descriptor.digest, signal) === void 0) await putWhole(manifest, void 0);
			else if (readManifest(manifest).subject !== void 0) await listReferrer(manifest);
		},
		async tagged(manifest, tag) {
			if ((await destination.head(tag, signal))?.digest !== manifest.descriptor.digest) await putWhole(manifest, tag);
		}
	};
	/** A referrer that is there may still be missing from the list of its subject: a copy may have ended in between. */
	async function listReferrer(manifest) {
		const subject = readManifest(manifest).subject?.digest;
		if (subject === void 0) return;
		if (!(await destination.referrers(subject, void 0, signal)).some(({ digest }) => digest === manifest.descriptor.digest)) await put(manifest, void 0);
	}
}
/** Looks at the destination as a consumer would: the tag, every manifest by digest, every list of referrers. */
async function verifyCopy(plan, destination, tag, signal) {
	const digest = plan.root.descriptor.digest;
	const found = await destination.manifest(tag ?? digest, signal);
	if (found.descriptor.digest !== digest) throw unverified(destination, `the tag "${tag}" names "${found.descriptor.digest}" and not "${digest}"`);
	for (const [subject, expected] of plan.subjects) {
		if (expected.length === 0) continue;
		const listed = new Set((await destination.referrers(subject, void 0, signal)).map((r) => r.digest));
		const missing = expected.filter((referrer) => !listed.has(referrer));
		if (missing.length > 0) throw unverified(destination, `"${subject}" lacks the referrers "${missing.join("\", \"")}"`);
	}
}
function unverified(destination, why) {
	return new StepError("COPY_UNVERIFIED", {
		message: `in "${destination.name}" ${why}`,
		fix: "somebody else may write there at the same time; run it again"
	});
}
// packages/oci/src/docker-config.ts
/** Docker Hub's credentials stand under the address of its first protocol. */
const hubKey = "https://index.docker.io/v1/";
const anonymous = { type: "anonymous" };
/**
* The credentials that `docker login` left: in `config.json`, or with the credential helper it names. They are looked up once
* for each host, and again when they were refused.
*/
function dockerConfigCredentials(options) {
	const exec = options.exec ?? createExec({
		env: options.env,
		cwd: tmpdir(),
		log: silentLog
	});
	const known = /* @__PURE__ */ new Map();
	return (host, { stale, signal }) => {
		const kept = stale ? void 0 : known.get(host);
		if (kept !== void 0) return kept;
		const found = lookUp(options.env, exec, host, signal);
		known.set(host, found);
		found.catch(() => known.delete(host));
		return found;
	};
}
async function lookUp(env, exec, host, signal) {
	const folder = env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
	const file = join(folder, "config.json");
	const config = await readConfig(file);
	const keys = keysOf(host);
	const program = keys.map((key) => config.credHelpers[key]).find((name) => name !== void 0) ?? config.credsStore;
	if (typeof program === "string" && program !== "") return askHelper(exec, env, program, keys, signal);
	const entry = keys.map((key) => config.auths[key]).find((found) => found !== void 0);
	return entry === void 0 ? anonymous : readEntry(entry, host, file);
}
function keysOf(host) {
	if (host === "docker.io") return [
		hubKey,
		"docker.io",
		"index.docker.io",
		"registry-1.docker.io"
	];
	return [
		host,
		`https://${host}`,
		`https://${host}/`,
		`http://${host}`,
		`https://${host}/v1/`,
		`https://${host}/v2/`
	];
}
async function readConfig(file) {
	const text = await readFile(file, "utf8").catch((error) => {
		if (error.code === "ENOENT") return "{}";
		throw error;
	});
	try {
		const json = Object(JSON.parse(text));
		return {
			auths: Object(json.auths),
			credHelpers: Object(json.credHelpers),
			credsStore: json.credsStore
		};
	} catch (cause) {
		throw invalid$2(file, "is not JSON", cause);
	}
}
function readEntry(entry, host, file) {
	const { auth, identitytoken, username, password } = Object(entry);
	if (typeof identitytoken === "string" && identitytoken !== "") return {
		type: "basic",
		username: "<token>",
		password: identitytoken
	};
	if (typeof username === "string" && typeof password === "string") return {
		type: "basic",
		username,
		password
	};
	if (typeof auth !== "string" || auth === "") return anonymous;
	const pair = Buffer.from(auth, "base64").toString("utf8").replace(/\0+$/, "");
	const colon = pair.indexOf(":");
	if (colon < 0) throw invalid$2(file, `has no user and password in "auth" for "${host}"`);
	return {
		type: "basic",
		username: pair.slice(0, colon),
		password: pair.slice(colon + 1)
	};
}
/** The protocol of docker-credential-helpers: the server on stdin, JSON on stdout. Its output is a secret and never logged. */
async function askHelper(exec, env, name, keys, signal) {
	if (!/^[\w.-]+$/.test(name)) throw invalid$2("config.json", `names the credential helper "${name}"`);
	const program = `docker-credential-${name}`;
	const all = Object.fromEntries(Object.entries(env).filter((pair) => pair[1] !== void 0));
	let said = "";
	for (const key of keys.slice(0, 2)) {
		const { exitCode, stdout } = await exec.run(program, ["get"], {
			env: all,
			stdin: key,
			onLine: () => void 0,
			...signal === void 0 ? {} : { signal }
		});
		if (exitCode === 0) return readHelperAnswer(stdout, program);
		said = stdout.trim();
		if (!/credentials not found/i.test(said)) break;
	}
	if (/credentials not found/i.test(said)) return anonymous;
	throw new StepError("REGISTRY_DENIED", {
		message: `"${program}" gave no credentials for "${keys[0]}": ${said.slice(0, 200)}`,
		fix: "log in again, or correct the credential helper in the configuration of Docker"
	});
}
function readHelperAnswer(stdout, program) {
	try {
		const { Username, Secret } = Object(JSON.parse(stdout));
		if (typeof Username === "string" && typeof Secret === "string") return {
			type: "basic",
			username: Username,
			password: Secret
		};
	} catch {}
	throw new StepError("REGISTRY_DENIED", { message: `"${program}" did not answer with a user and a secret` });
}
function invalid$2(file, why, cause) {
	return new StepError("DOCUMENT_INVALID", {
		message: `"${file}" ${why}`,
		fix: "log in to the registry again",
		...cause === void 0 ? {} : { cause }
	});
}
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
	if (!found.isFile()) throw unsafe$1(file, "is neither a file nor a folder nor a link");
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
	if (posix.isAbsolute(target) || inner === ".." || inner.startsWith("../")) throw unsafe$1(file, `is a link to "${target}", which is outside of its folder`);
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
function unsafe$1(file, why) {
	return new StepError("FILE_UNSAFE", {
		message: `"${file}" ${why}`,
		fix: "exclude it from the layer, or put a real file there"
	});
}
// packages/oci/src/layer.ts
const readChunkBytes$1 = 262144;
const gzipLevel = 6;
/**
* Makes a layer that is the same wherever and whenever it is made from the same files: sorted, without times, users and
* umask; of the mode only whether it may be executed is kept.
*/
async function writeLayer(entries, options) {
	const compression = options.compression ?? "gzip";
	const { pack: createPack } = await import("./tar-stream-DTBmJysX.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
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
		open: async () => verified(createReadStream(options.file, { highWaterMark: readChunkBytes$1 }), descriptor, options.file)
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
		case "directory": return finished((done) => pack.entry({
			...common,
			name: `${entry.path}/`,
			mode: 493
		}, done));
		case "symlink": return finished((done) => pack.entry({
			...common,
			mode: 511,
			linkname: entry.target
		}, done));
		case "file": {
			const { content } = entry;
			const mode = entry.isExecutable ? 493 : 420;
			if (content instanceof Uint8Array) return finished((done) => pack.entry({
				...common,
				mode
			}, Buffer.from(content), done));
			const header = {
				...common,
				mode,
				size: content.size
			};
			return finished((done) => {
				const sink = pack.entry(header, done);
				sink.on("error", () => void 0);
				pump(content, sink).catch((error) => sink.destroy(error));
			});
		}
	}
}
function finished(start) {
	return new Promise((resolve, reject) => {
		start((error) => error ? reject(error) : resolve());
	});
}
async function pump({ file, size }, sink) {
	let read = 0;
	for await (const chunk of createReadStream(file, { highWaterMark: readChunkBytes$1 })) {
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
		highWaterMark: readChunkBytes$1,
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
		highWaterMark: readChunkBytes$1,
		transform(chunk, _encoding, done) {
			if (offset <= 9 && offset + chunk.byteLength > 9) chunk[9 - offset] = 255;
			offset += chunk.byteLength;
			done(null, chunk);
		}
	});
}
// packages/oci/src/retry.ts
/** What the transport and the uploads do unless told: six tries within about a minute. */
const defaultRetry = {
	tries: 6,
	baseMs: 250,
	capMs: 15e3
};
/** The longest `Retry-After` that we wait for; a registry that asks for more is waited for no longer than this. */
const longestRetryAfterMs = 12e4;
/** Thrown by a try that failed in a way that may pass; `cause` is thrown on when the tries are used up. */
var Transient = class extends Error {
	name = "Transient";
	retryAfterMs;
	constructor(cause, retryAfterMs) {
		super("transient", { cause });
		this.retryAfterMs = retryAfterMs;
	}
};
/** Runs `work` until it does not throw `Transient`, with exponential back-off and full jitter between the tries. */
async function retrying(work, policy, { clock, random }, signal) {
	for (let attempt = 1;; attempt += 1) {
		signal?.throwIfAborted();
		try {
			return await work(attempt);
		} catch (error) {
			if (signal?.aborted) throw signal.reason;
			if (!(error instanceof Transient)) throw error;
			if (attempt >= policy.tries) throw error.cause;
			await clock.sleep(delayMs(attempt, policy, random, error.retryAfterMs), signal);
		}
	}
}
/** How long to wait after try `attempt`: jitter over the whole span, and on top of `Retry-After` where that was given. */
function delayMs(attempt, { baseMs, capMs }, random, retryAfterMs = 0) {
	const span = Math.min(capMs, baseMs * 2 ** (attempt - 1));
	return Math.min(retryAfterMs, longestRetryAfterMs) + random() * span;
}
/** Milliseconds of a `Retry-After` header: seconds, or a date. */
function parseRetryAfter(value, nowMs) {
	if (value === void 0) return void 0;
	if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1e3;
	const date = Date.parse(value);
	return Number.isNaN(date) ? void 0 : Math.max(0, date - nowMs);
}
// packages/oci/src/failure.ts
/** Statuses after which the same request may succeed (crane, regctl and oras agree on these). */
const transientStatuses = /* @__PURE__ */ new Set([
	408,
	429,
	499,
	500,
	502,
	503,
	504,
	522
]);
const byProblem = {
	UNAUTHORIZED: "REGISTRY_DENIED",
	DENIED: "REGISTRY_DENIED",
	NAME_UNKNOWN: "REPOSITORY_MISSING",
	MANIFEST_UNKNOWN: "IMAGE_MISSING",
	MANIFEST_INVALID: "MANIFEST_INVALID",
	MANIFEST_BLOB_UNKNOWN: "MANIFEST_INCOMPLETE",
	BLOB_UNKNOWN: "BLOB_MISSING",
	DIGEST_INVALID: "DIGEST_MISMATCH",
	SIZE_INVALID: "BLOB_TRUNCATED",
	TOOMANYREQUESTS: "REGISTRY_UNAVAILABLE"
};
const fixes = {
	REGISTRY_DENIED: "check the credentials and what they may do in this repository",
	REGISTRY_UNAVAILABLE: "try again later; nothing was left half done",
	REPOSITORY_MISSING: "create the repository first, or correct its name",
	IMAGE_MISSING: "check the tag or digest; it may have expired or never been pushed"
};
/** True where a request may be sent again. */
function isTransientStatus(status) {
	return transientStatuses.has(status);
}
/** The problems in the body of an error answer; none where it has another form. */
function parseProblems(body) {
	try {
		const { errors } = JSON.parse(body);
		if (!Array.isArray(errors)) return [];
		return errors.map((item) => ({
			code: String(item.code ?? ""),
			message: String(item.message ?? "").slice(0, 500)
		}));
	} catch {
		return [];
	}
}
/** The error for an answer that was not expected. */
function registryError(what, status, problems) {
	const code = codeOf(status, problems);
	const said = problems.map((problem) => `${problem.code} ${problem.message}`.trim()).join("; ");
	const fix = fixes[code];
	return new StepError(code, {
		message: `${what}: the registry answered ${status}${said === "" ? "" : ` (${oneLine(said)})`}`,
		...fix === void 0 ? {} : { fix }
	});
}
/** The error for a connection that broke or never came to be. */
function networkError(what, cause) {
	return new StepError("REGISTRY_UNAVAILABLE", {
		message: `${what}: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`,
		fix: "check the host, the network and the proxy; then try again",
		cause
	});
}
const passing = /* @__PURE__ */ new Set([
	"BLOB_TRUNCATED",
	"DIGEST_MISMATCH",
	"IMAGE_MISSING",
	"REGISTRY_UNAVAILABLE"
]);
/**
* What a copy of a blob failed with, as `Transient` where it may go away with the next try: a stream that broke on either
* side, a wrong byte, a lost session. Everything else stays what it is.
*/
function passingError(error) {
	if (error instanceof StepError) return passing.has(error.code) ? new Transient(error) : error;
	const code = error instanceof Error && "code" in error ? error.code : void 0;
	return code === "ECONNRESET" || code === "ETIMEDOUT" || code === "EPIPE" ? new Transient(networkError("copying a blob", error)) : error;
}
function codeOf(status, problems) {
	for (const { code } of problems) {
		const known = byProblem[code];
		if (known !== void 0) return known;
	}
	if (status === 401 || status === 403) return "REGISTRY_DENIED";
	if (status === 404) return "IMAGE_MISSING";
	return status >= 500 || status === 429 || status === 408 ? "REGISTRY_UNAVAILABLE" : "REGISTRY_REFUSED";
}
function oneLine(text) {
	return text.replace(/\s+/g, " ").slice(0, 1e3);
}
// packages/oci/src/layout-index.ts
/** The index of a layout; without entries where the folder does not exist. LAYOUT_INVALID where it is something else. */
async function readLayoutIndex(folder) {
	const text = await readFile(join(folder, "index.json"), "utf8").catch(ifMissing$1);
	if (text === void 0) {
		if ((await namesIn(folder)).length === 0) return { entries: [] };
		throw invalid$1(folder, "has no index.json");
	}
	await checkVersion(folder);
	try {
		const { manifests } = JSON.parse(text);
		const raw = Array.isArray(manifests) ? manifests : [];
		return { entries: readDescriptors(manifests, folder).map((descriptor, i) => ({
			descriptor,
			raw: raw[i]
		})) };
	} catch (cause) {
		throw invalid$1(folder, "has an index.json that cannot be read", cause);
	}
}
/** Writes the index, and `oci-layout` beside it where it is not there yet. */
async function writeLayoutIndex(folder, index, write) {
	const manifests = index.entries.map(({ raw }) => raw);
	const content = {
		schemaVersion: 2,
		mediaType: mediaTypes.ociIndex,
		manifests
	};
	await write(join(folder, "index.json"), `${JSON.stringify(content, null, 2)}\n`);
}
/** Makes the folder a layout, unless it is one. A folder with other things in it is refused. */
async function createLayout(folder, write) {
	const index = await readLayoutIndex(folder);
	await mkdir(join(folder, "blobs", "sha256"), { recursive: true });
	if (index.entries.length > 0 || (await namesIn(folder)).includes("oci-layout")) return;
	await write(join(folder, "oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}\n");
	await writeLayoutIndex(folder, index, write);
}
/** The entry of a tag. */
function findTag(index, tag) {
	return index.entries.find((entry) => tagOf(entry) === tag)?.descriptor;
}
/** The tag of an entry. */
function tagOf({ descriptor }) {
	return descriptor.annotations?.[refNameAnnotation];
}
/** The index in which `tag` names the descriptor; without a tag, in which it is listed at all. */
function withEntry(index, descriptor, tag) {
	if (tag === void 0 && index.entries.some((entry) => entry.descriptor.digest === descriptor.digest)) return index;
	const annotations = tag === void 0 ? {} : { annotations: { [refNameAnnotation]: tag } };
	const raw = {
		...descriptor,
		...annotations
	};
	return { entries: [...index.entries.filter((entry) => tag === void 0 || tagOf(entry) !== tag && (tagOf(entry) !== void 0 || entry.descriptor.digest !== descriptor.digest)), {
		descriptor: raw,
		raw
	}] };
}
async function checkVersion(folder) {
	const text = await readFile(join(folder, "oci-layout"), "utf8").catch(ifMissing$1);
	if (text === void 0 || !/"imageLayoutVersion"\s*:\s*"1\./.test(text)) throw invalid$1(folder, "has no oci-layout of version 1");
}
async function namesIn(folder) {
	return await readdir(folder).catch(ifMissing$1) ?? [];
}
function ifMissing$1(error) {
	if (error.code !== "ENOENT") throw error;
}
function invalid$1(folder, why, cause) {
	return new StepError("LAYOUT_INVALID", {
		message: `the folder "${folder}" ${why}`,
		fix: "name a new or empty folder, or one in the OCI image layout",
		...cause === void 0 ? {} : { cause }
	});
}
// packages/oci/src/referrers.ts
/** The referrers that the fallback tag lists; none where there is no such tag. */
async function fallbackReferrers(store, subject, signal) {
	try {
		const content = readManifest(await store.manifest(fallbackTag(subject), signal));
		return content.kind === "index" ? content.manifests : [];
	} catch (error) {
		if (error instanceof StepError && error.code === "IMAGE_MISSING") return [];
		throw error;
	}
}
/** Adds `referrer` to the index under the fallback tag, unless it stands there; the order of the others stays. */
async function addFallbackReferrer(store, subject, referrer, signal) {
	const known = await fallbackReferrers(store, subject, signal);
	if (known.some(({ digest }) => digest === referrer.digest)) return;
	await store.writeManifest(referrersIndex([...known, referrer]), fallbackTag(subject), signal);
}
/** The ones of that artifact type; all of them where none is asked for. */
function ofArtifactType(referrers, artifactType) {
	return artifactType === void 0 ? referrers : referrers.filter((referrer) => referrer.artifactType === artifactType);
}
/** Runs works of one key one after the other: the fallback index is read, changed and written, and must not race. */
function createQueue() {
	const tails = /* @__PURE__ */ new Map();
	return (key, work) => {
		const result = (tails.get(key) ?? Promise.resolve()).then(work, work);
		const tail = result.then(() => void 0, () => void 0);
		tails.set(key, tail);
		return result;
	};
}
// packages/oci/src/layout.ts
/** Big reads: a layer goes to a socket, and each piece costs a turn of the loop. */
const readChunkBytes = 262144;
/** `index.json` is read, changed and written; two writers of one process take turns. */
const inTurn = createQueue();
/** A repository that is a folder in the OCI image layout. It is created by the first write. */
function layoutRepository(path, options) {
	const folder = resolve(path);
	const name = `layout:${path}`;
	const { write } = createFiles(folder);
	const fileOf = (digest) => join(folder, "blobs", ...digestPath(digest));
	const change = (edit) => inTurn(folder, async () => {
		const index = await readLayoutIndex(folder);
		const edited = edit(index);
		if (edited !== index) await writeLayoutIndex(folder, edited, write);
	});
	const repository = {
		name,
		path: folder,
		mountScope: void 0,
		async head(reference) {
			const index = await readLayoutIndex(folder);
			const found = isDigest(reference) ? index.entries.find(({ descriptor }) => descriptor.digest === reference)?.descriptor : findTag(index, reference);
			if (found === void 0 && !isDigest(reference)) return void 0;
			const digest = found?.digest ?? reference;
			const bytes = isDigest(digest) ? await readFile(fileOf(digest)).catch(ifMissing) : void 0;
			if (bytes === void 0) return void 0;
			return checkManifest(bytes, {
				mediaType: found?.mediaType ?? typeOf(bytes),
				digest
			}, name).descriptor;
		},
		async manifest(reference) {
			const descriptor = await repository.head(reference);
			if (descriptor === void 0) throw new StepError("IMAGE_MISSING", {
				message: `"${name}" has no "${reference}"`,
				fix: "check the tag or digest"
			});
			return checkManifest(await readFile(fileOf(descriptor.digest)), descriptor, name);
		},
		async hasBlob(digest) {
			return (await stat(fileOf(digest)).catch(ifMissing))?.isFile() === true;
		},
		async readBlob(blob, signal) {
			if (await stat(fileOf(blob.digest)).catch(ifMissing) === void 0) throw new StepError("BLOB_MISSING", { message: `"${name}" has no "${blob.digest}"` });
			return verified(createReadStream(fileOf(blob.digest), {
				highWaterMark: readChunkBytes,
				...signal === void 0 ? {} : { signal }
			}), blob, name);
		},
		async writeBlob(blob, open, writeOptions = {}) {
			if (await repository.hasBlob(blob.digest)) return "exists";
			await inTurn(folder, () => createLayout(folder, write));
			const attempt = () => store(folder, fileOf(blob.digest), blob, open, name, writeOptions);
			await retrying(attempt, options.retry ?? defaultRetry, options, writeOptions.signal);
			return "uploaded";
		},
		async writeManifest(manifest, tag) {
			await inTurn(folder, () => createLayout(folder, write));
			const content = readManifest(manifest);
			await checkChildren(manifest, repository);
			await write(fileOf(manifest.descriptor.digest), manifest.bytes);
			if (tag !== void 0 || content.subject !== void 0) await change((index) => withEntry(index, manifest.descriptor, tag));
		},
		async tags() {
			return (await readLayoutIndex(folder)).entries.map(tagOf).filter((tag) => tag !== void 0);
		},
		async referrers(digest, artifactType) {
			const index = await readLayoutIndex(folder);
			const digests = new Set(index.entries.map(({ descriptor }) => descriptor.digest));
			const found = [];
			for (const candidate of digests) {
				const manifest = await repository.manifest(candidate);
				const content = readManifest(manifest);
				if (content.subject?.digest === digest) found.push(referrerDescriptor(manifest, content));
			}
			return ofArtifactType(found, artifactType);
		},
		async deleteManifest(reference) {
			await change((index) => ({ entries: index.entries.filter((entry) => isDigest(reference) ? entry.descriptor.digest !== reference : tagOf(entry) !== reference) }));
			if (isDigest(reference)) await rm(fileOf(reference), { force: true });
		}
	};
	return repository;
}
/** Writes beside and renames when the digest is right: a blob is there whole or not at all. */
async function store(folder, file, blob, openStream, name, { signal, onBytes }) {
	const beside = join(folder, "blobs", `.${randomUUID()}.tmp`);
	const source = await openStream();
	let written = 0;
	try {
		await mkdir(dirname(file), { recursive: true });
		const handle = await open(beside, "wx");
		try {
			for await (const chunk of verified(source, blob, name)) {
				signal?.throwIfAborted();
				await handle.write(chunk);
				written += chunk.byteLength;
				onBytes?.(chunk.byteLength);
			}
		} finally {
			await handle.close();
		}
		await rename(beside, file);
	} catch (error) {
		await rm(beside, { force: true });
		onBytes?.(-written);
		throw signal?.aborted ? signal.reason : passingError(error);
	}
}
/** A registry refuses a manifest whose parts it lacks; a folder must too, or a half copy would look whole. */
async function checkChildren(manifest, repository) {
	const content = readManifest(manifest);
	const parts = content.kind === "index" ? content.manifests : [content.config, ...content.layers];
	for (const { digest, urls } of parts) {
		if (urls !== void 0 && urls.length > 0) continue;
		if (await repository.hasBlob(digest)) continue;
		throw new StepError("MANIFEST_INCOMPLETE", { message: `"${repository.name}" has no "${digest}", which "${manifest.descriptor.digest}" names` });
	}
}
/** OCI manifests may leave their type out; then only the form tells. */
function typeOf(bytes) {
	try {
		const json = JSON.parse(Buffer.from(bytes).toString("utf8"));
		if (typeof json.mediaType === "string") return json.mediaType;
		return Array.isArray(json.manifests) ? mediaTypes.ociIndex : mediaTypes.ociManifest;
	} catch {
		return;
	}
}
function ifMissing(error) {
	if (error.code !== "ENOENT") throw error;
}
// packages/oci/src/reference.ts
const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const pathPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
/** True for what a registry takes as a tag. */
function isTag(text) {
	return tagPattern.test(text);
}
/**
* Reads `host/path[:tag][@digest]`. As everywhere, a first part without a dot, a colon or `localhost` is no host but a
* repository of Docker Hub. REFERENCE_INVALID says which part is wrong.
*/
function parseReference(text) {
	const [named = "", digest, ...rest] = text.split("@");
	if (rest.length > 0) throw invalid(text, "has more than one \"@\"");
	if (digest !== void 0 && !isDigest(digest)) throw invalid(text, `has no digest behind "@"`);
	const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
	const tag = colon < 0 ? void 0 : named.slice(colon + 1);
	if (tag !== void 0 && !isTag(tag)) throw invalid(text, `has no tag in "${tag}"`);
	const { host, path } = splitHost(colon < 0 ? named : named.slice(0, colon));
	if (!hostPattern.test(host)) throw invalid(text, `has no host in "${host}"`);
	if (!pathPattern.test(path) || path.length > 255) throw invalid(text, `has no repository in "${path}"`);
	return {
		host,
		path,
		...tag === void 0 ? {} : { tag },
		...digest === void 0 ? {} : { digest }
	};
}
/** What a registry is asked for: the digest where there is one, else the tag, else `latest`. */
function referenceTarget(reference) {
	return reference.digest ?? reference.tag ?? "latest";
}
/** True where a registry on this host is reached over plain HTTP: loopback, and nothing else. */
function isLoopbackHost(host) {
	const name = host.replace(/:\d+$/, "").toLowerCase();
	return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);
}
kind("ociRef", "HOST/REPO[:TAG][@DIGEST]", (raw) => {
	try {
		return parsedAs(parseReference(raw));
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		return rejected(error.message.slice(JSON.stringify(raw).length + 1), error.fix);
	}
});
/** An input that is a digest. */
const digest = kind("digest", "sha256:…", (raw) => isDigest(raw) ? parsedAs(raw) : rejected("is not a digest", "write it as sha256: and 64 lower-case hexadecimal digits"));
/** An input that is a tag. */
const tag = kind("tag", "TAG", (raw) => isTag(raw) ? parsedAs(raw) : rejected("is not a tag", "use up to 128 letters, digits, \"_\", \".\" and \"-\", not beginning with \".\" or \"-\""));
function splitHost(name) {
	const slash = name.indexOf("/");
	const first = slash < 0 ? "" : name.slice(0, slash);
	if (/[.:]/.test(first) || first === "localhost") return {
		host: first,
		path: name.slice(slash + 1)
	};
	return {
		host: "docker.io",
		path: slash < 0 ? `library/${name}` : name
	};
}
function invalid(text, why) {
	return new StepError("REFERENCE_INVALID", {
		message: `${JSON.stringify(text)} ${why}`,
		fix: "write it as host/repository:tag or host/repository@sha256:…"
	});
}
// packages/oci/src/challenge.ts
/** The strongest challenge of a `WWW-Authenticate` header that we can answer: Bearer before Basic. */
function parseChallenge(header) {
	const parts = splitSchemes(header ?? "");
	const bearer = parts.find(({ scheme }) => scheme === "bearer");
	const realm = bearer?.parameters.get("realm");
	if (bearer && realm !== void 0) {
		const [service, scope] = [bearer.parameters.get("service"), bearer.parameters.get("scope")];
		return {
			scheme: "bearer",
			realm,
			...service === void 0 ? {} : { service },
			...scope === void 0 ? {} : { scope }
		};
	}
	return parts.some(({ scheme }) => scheme === "basic") ? { scheme: "basic" } : void 0;
}
/** `repository:path:pull,push`, the scope of a token for one repository. */
function repositoryScope(path, access) {
	return `repository:${path}:${access === "pull" ? "pull" : "pull,push"}`;
}
function splitSchemes(header) {
	const parts = [];
	for (const [, name, quoted, plain, scheme] of header.matchAll(/([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))|([A-Za-z0-9_-]+)/g)) if (scheme !== void 0) parts.push({
		scheme: scheme.toLowerCase(),
		parameters: /* @__PURE__ */ new Map()
	});
	else if (name !== void 0) {
		const value = quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "";
		parts.at(-1)?.parameters.set(name.toLowerCase(), value);
	}
	return parts;
}
// packages/oci/src/exchange.ts
/** Opens no connection yet. `proxyEnv` needs Node 24.5; older versions connect directly. */
function createConnections(proxyEnv) {
	const kept = {
		keepAlive: true,
		maxSockets: 32,
		scheduling: "lifo"
	};
	const plain = new http.Agent(kept);
	const tls = new https.Agent(proxyEnv === void 0 ? kept : {
		...kept,
		proxyEnv
	});
	return {
		plain,
		tls,
		close() {
			plain.destroy();
			tls.destroy();
		}
	};
}
/** Sends one request; resolves with the head of the answer, whose body is still to be read. */
function exchange(connections, request) {
	const isTls = request.url.protocol === "https:";
	if (!isTls && !isLoopbackHost(request.url.host)) return Promise.reject(/* @__PURE__ */ new Error(`plain HTTP is for loopback only, not for "${request.url.host}"`));
	return new Promise((resolve, reject) => {
		const outgoing = (isTls ? https : http).request(request.url, {
			method: request.method,
			headers: {
				...request.headers,
				...lengthOf(request.body)
			},
			agent: isTls ? connections.tls : connections.plain,
			...request.signal === void 0 ? {} : { signal: request.signal }
		});
		outgoing.setTimeout(request.idleTimeoutMs, () => {
			outgoing.destroy(/* @__PURE__ */ new Error(`nothing moved for ${request.idleTimeoutMs / 1e3} s`));
		});
		outgoing.on("error", reject);
		outgoing.on("response", resolve);
		if (request.body === void 0 || request.body instanceof Uint8Array) outgoing.end(request.body);
		else send(request.body, outgoing).catch((error) => fail(outgoing, error, reject));
	});
}
function lengthOf(body) {
	if (body === void 0) return {};
	return { "content-length": String(body instanceof Uint8Array ? body.byteLength : body.size) };
}
async function send({ stream, onBytes }, outgoing) {
	let wake = () => void 0;
	let isAnswered = false;
	for (const event of [
		"drain",
		"close",
		"response"
	]) outgoing.on(event, () => wake());
	outgoing.once("response", (answer) => {
		isAnswered = true;
		answer.once("close", () => outgoing.destroy());
	});
	for await (const chunk of stream) {
		if (outgoing.destroyed || isAnswered) break;
		onBytes?.(chunk.byteLength);
		if (!outgoing.write(chunk) && !outgoing.destroyed && !isAnswered) await new Promise((resolve) => {
			wake = resolve;
		});
	}
	if (!outgoing.destroyed && !isAnswered) outgoing.end();
}
/** The source of the body broke: the receiver must not take what it has for the whole. */
function fail(outgoing, error, reject) {
	reject(new BodyError(error));
	outgoing.destroy();
}
/** The body of a request could not be read to its end; `cause` says why. */
var BodyError = class extends Error {
	name = "BodyError";
	constructor(cause) {
		super("the body could not be read", { cause });
	}
};
// packages/oci/src/location.ts
/**
* Where an upload goes on: `location` as the registry sent it, from the URL that was asked. It may be relative, carry a
* query, or be on another host; another host that is a private address literal is refused, since a registry could make us
* send bytes into the network we run in.
*/
function uploadLocation(location, from) {
	const target = parse(location, from, "UPLOAD_LOCATION_UNSAFE");
	if (target.host === from.host) target.protocol = from.protocol;
	else if (isPrivateAddress(target.hostname) || isDowngrade(from, target)) throw unsafe("UPLOAD_LOCATION_UNSAFE", "an upload", from, target);
	return target;
}
/** Where a read goes on after a redirect: anywhere, but never from TLS to plain text and never to link-local addresses. */
function redirectLocation(location, from) {
	const target = parse(location, from, "REDIRECT_UNSAFE");
	if (isDowngrade(from, target) || target.host !== from.host && isLinkLocal(target.hostname)) throw unsafe("REDIRECT_UNSAFE", "a download", from, target);
	return target;
}
/** The URL with the digest in its query and everything else kept. */
function withDigest(location, digest) {
	const url = new URL(location);
	url.searchParams.set("digest", digest);
	return url;
}
/** A URL for messages: without user, query and fragment, where signatures and tokens are. */
function printUrl(url) {
	return `${url.origin}${url.pathname}`;
}
/** True for literals of loopback, private, unique-local, link-local and unspecified addresses, and for localhost. */
function isPrivateAddress(hostname) {
	const name = hostname.replace(/^\[|\]$/g, "").toLowerCase();
	if (isLoopbackHost(name) || isLinkLocal(name)) return true;
	const v4 = isIPv4(name) ? name : mappedIPv4(name);
	if (v4 !== void 0) return /^(?:0|10|127)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(v4);
	return isIPv6(name) && /^(?:::1?$|f[cd])/.test(name);
}
function isLinkLocal(hostname) {
	const name = hostname.replace(/^\[|\]$/g, "").toLowerCase();
	return (isIPv4(name) ? name : mappedIPv4(name))?.startsWith("169.254.") === true || isIPv6(name) && /^fe[89ab]/.test(name);
}
/** The URL parser writes `::ffff:10.0.0.1` as `::ffff:a00:1`. */
function mappedIPv4(name) {
	const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(name);
	if (!match) return void 0;
	const [high, low] = [Number.parseInt(match[1] ?? "", 16), Number.parseInt(match[2] ?? "", 16)];
	return [
		high >> 8,
		high & 255,
		low >> 8,
		low & 255
	].join(".");
}
function isDowngrade(from, target) {
	if (target.protocol === "https:") return false;
	return from.protocol === "https:" || target.protocol !== "http:" || !isLoopbackHost(target.host);
}
function parse(location, from, code) {
	if (location !== void 0 && URL.canParse(location, from.href)) return new URL(location, from);
	throw new StepError(code, { message: `"${printUrl(from)}" sent no usable Location header` });
}
function unsafe(code, what, from, target) {
	return new StepError(code, {
		message: `"${from.host}" sent ${what} to "${target.origin}"`,
		fix: "correct the public address in the configuration of the registry, or do not trust it"
	});
}
// packages/oci/src/upload.ts
/** How long the removal of an upload session may take when everything else is over. */
const cancelTimeoutMs = 5e3;
/**
* Stores a blob that is not there: by a mount where `from` allows it, else in one PUT. Chunks are not used: ECR answers them
* wrongly. A try that fails gives its session back and begins again with the whole blob.
*/
function uploadBlob(target, blob, open, options) {
	const { transport } = target;
	const attempt = async (number) => {
		const session = await startUpload(target, blob, number === 1 ? options.from : void 0, options.signal);
		if (session === void 0) return "mounted";
		try {
			await sendBlob(target, blob, session, await open(), options);
			return "uploaded";
		} catch (error) {
			await cancelUpload(target, session);
			throw error;
		}
	};
	return retrying(attempt, transport.retry, transport, options.signal);
}
/** The location of a new session, or undefined where the registry mounted the blob. */
async function startUpload(target, blob, from, signal) {
	const answer = (from && await tryMount(target, blob, from, signal)) ?? await post(target, `${target.path}/blobs/uploads/`, [], signal);
	answer.body.resume();
	return answer.status === 201 ? void 0 : uploadLocation(answer.headers.location, answer.url);
}
/** The answer to a mount; undefined where the registry knows no mounts or does not let us, and a plain upload must do. */
async function tryMount(target, blob, from, signal) {
	const query = new URLSearchParams({
		mount: blob.digest,
		from: from.path
	});
	const path = `${target.path}/blobs/uploads/?${query}`;
	try {
		return await post(target, path, [repositoryScope(from.path, "pull")], signal);
	} catch (error) {
		if (error instanceof StepError && error.code !== "REGISTRY_UNAVAILABLE") return void 0;
		throw error;
	}
}
function post(target, path, scopes, signal) {
	return target.transport.request({
		method: "POST",
		target: path,
		what: `starting an upload to "${target.name}"`,
		body: /* @__PURE__ */ new Uint8Array(),
		scopes: [repositoryScope(target.path, "push"), ...scopes],
		expect: [201, 202],
		...signal === void 0 ? {} : { signal }
	});
}
async function sendBlob({ transport, path, name }, blob, session, stream, { signal, onBytes }) {
	let sent = 0;
	const count = (bytes) => {
		sent += bytes;
		onBytes?.(bytes);
	};
	try {
		(await transport.request({
			method: "PUT",
			target: withDigest(session, blob.digest),
			what: `sending "${blob.digest}" to "${name}"`,
			headers: { "content-type": mediaTypes.blob },
			body: {
				stream,
				size: blob.size,
				onBytes: count
			},
			scopes: [repositoryScope(path, "push")],
			expect: [201, 204],
			...signal === void 0 ? {} : { signal }
		})).body.resume();
	} catch (error) {
		onBytes?.(-sent);
		throw signal?.aborted ? signal.reason : passingError(error instanceof BodyError ? error.cause : error);
	}
}
/** Gives a session back, so that nothing half-sent stays. The blob counts as failed already; this is best effort. */
async function cancelUpload({ transport, path, name }, session) {
	try {
		(await transport.request({
			method: "DELETE",
			target: session,
			what: `cancelling an upload to "${name}"`,
			scopes: [repositoryScope(path, "push")],
			expect: [
				200,
				202,
				204,
				404
			],
			signal: AbortSignal.timeout(cancelTimeoutMs)
		})).body.resume();
	} catch {}
}
// packages/oci/src/registry.ts
const accept = manifestTypes.join(", ");
/** ECR refuses pages of more than 1000. */
const tagsPerPage = 1e3;
const listLimit = 33554432;
/** A repository of a registry, over the distribution API. */
function registryRepository(transport, path) {
	const name = `${transport.host}/${path}`;
	const inTurn = createQueue();
	const ask = (access, method, target, more, signal) => transport.request({
		method,
		target: target instanceof URL ? target : `${path}/${target}`,
		scopes: [repositoryScope(path, access)],
		...more,
		...signal === void 0 ? {} : { signal }
	});
	/** A whole answer that is small; a body that breaks off is asked for again. */
	const read = async (target, more, limit, signal) => retrying(async () => {
		const answer = await ask("pull", "GET", target, more, signal);
		try {
			return {
				...answer,
				bytes: await collect(answer.body, limit, `the answer of "${name}"`)
			};
		} catch (error) {
			throw error instanceof StepError ? error : new Transient(networkError(more.what, error));
		}
	}, transport.retry, transport, signal);
	const repository = {
		name,
		path,
		mountScope: transport.host,
		async head(reference, signal) {
			const more = {
				what: `looking for "${reference}" in "${name}"`,
				expect: [200, 404],
				headers: { accept }
			};
			const answer = await ask("pull", "HEAD", `manifests/${target(reference)}`, more, signal);
			answer.body.resume();
			if (answer.status === 404) return void 0;
			const digest = answer.headers[headerNames.digest];
			const mediaType = answer.headers["content-type"];
			const size = Number(answer.headers["content-length"]);
			if (typeof digest === "string" && isDigest(digest) && Number.isSafeInteger(size) && mediaType !== void 0 && manifestTypes.includes(mediaType)) return {
				mediaType,
				digest,
				size
			};
			return (await repository.manifest(reference, signal)).descriptor;
		},
		async manifest(reference, signal) {
			const more = {
				what: `reading "${reference}" from "${name}"`,
				expect: [200],
				headers: { accept }
			};
			const attempt = async () => {
				const answer = await read(`manifests/${target(reference)}`, more, manifestLimit, signal);
				const promised = answer.headers[headerNames.digest];
				const digest = isDigest(reference) ? reference : typeof promised === "string" ? promised : void 0;
				try {
					return checkManifest(answer.bytes, {
						mediaType: answer.headers["content-type"],
						digest
					}, name);
				} catch (error) {
					throw error instanceof StepError && error.code === "DIGEST_MISMATCH" ? new Transient(error) : error;
				}
			};
			return retrying(attempt, transport.retry, transport, signal);
		},
		async hasBlob(digest, signal) {
			const more = {
				what: `looking for "${digest}" in "${name}"`,
				expect: [200, 404]
			};
			const answer = await ask("pull", "HEAD", `blobs/${digest}`, more, signal);
			answer.body.resume();
			return answer.status === 200;
		},
		async readBlob(blob, signal) {
			const what = `reading "${blob.digest}" from "${name}"`;
			try {
				return verified(named((await ask("pull", "GET", `blobs/${blob.digest}`, {
					what,
					expect: [200]
				}, signal)).body, what, signal), blob, name);
			} catch (error) {
				throw error instanceof StepError && error.code === "IMAGE_MISSING" ? blobMissing(blob, name, error) : error;
			}
		},
		async writeBlob(blob, open, options = {}) {
			if (await repository.hasBlob(blob.digest, options.signal)) return "exists";
			const { from, ...rest } = options;
			const isNear = from?.mountScope !== void 0 && from.mountScope === repository.mountScope;
			return uploadBlob({
				transport,
				path,
				name
			}, blob, open, isNear ? options : rest);
		},
		async writeManifest(manifest, tag, signal) {
			const answer = await putManifest(tag ?? manifest.descriptor.digest, manifest, signal);
			if (answer === void 0) return;
			const content = readManifest(manifest);
			const subject = content.subject?.digest;
			if (subject === void 0 || answer.headers[headerNames.subject] !== void 0) return;
			const referrer = referrerDescriptor(manifest, content);
			await inTurn(subject, () => addFallbackReferrer(repository, subject, referrer, signal));
		},
		async tags(signal) {
			const found = [];
			const more = {
				what: `listing the tags of "${name}"`,
				expect: [200, 404]
			};
			let next = `tags/list?n=${tagsPerPage}`;
			while (next !== void 0) {
				const answer = await read(next, more, listLimit, signal);
				if (answer.status === 404) return [];
				found.push(...readTags(answer.bytes, name));
				next = nextPage(answer);
			}
			return found;
		},
		async referrers(digest, artifactType, signal) {
			const found = [];
			const more = {
				what: `listing the referrers of "${digest}" in "${name}"`,
				expect: [
					200,
					400,
					404,
					405
				]
			};
			let next = `referrers/${digest}${artifactType === void 0 ? "" : `?${new URLSearchParams({ artifactType })}`}`;
			while (next !== void 0) {
				const answer = await read(next, more, listLimit, signal);
				if (answer.status !== 200) return ofArtifactType(await fallbackReferrers(repository, digest, signal), artifactType);
				found.push(...readDescriptors(parseJson(answer.bytes, name).manifests, name));
				next = nextPage(answer);
			}
			return ofArtifactType(found, artifactType);
		},
		async deleteManifest(reference, signal) {
			const more = {
				what: `deleting "${reference}" from "${name}"`,
				expect: [
					200,
					202,
					404
				]
			};
			(await ask("push", "DELETE", `manifests/${target(reference)}`, more, signal)).body.resume();
		}
	};
	/** The answer of the registry, or undefined where an immutable tag names this very manifest already. */
	async function putManifest(reference, manifest, signal) {
		const { mediaType, digest } = manifest.descriptor;
		try {
			const answer = await ask("push", "PUT", `manifests/${target(reference)}`, {
				what: `writing "${reference}" to "${name}"`,
				headers: { "content-type": mediaType },
				body: manifest.bytes,
				expect: [200, 201]
			}, signal);
			answer.body.resume();
			return answer;
		} catch (error) {
			if (!(error instanceof StepError)) throw error;
			if (error.code === "BLOB_MISSING") throw new StepError("MANIFEST_INCOMPLETE", {
				message: error.message,
				cause: error
			});
			if (error.code !== "REGISTRY_REFUSED" || isDigest(reference)) throw error;
			const present = await repository.head(reference, signal);
			if (present === void 0) throw error;
			if (present.digest === digest) return void 0;
			throw tagImmutable(name, reference, present.digest, digest, error);
		}
	}
	return repository;
}
/** Gives a stream's errors their place, and reports an abort as what was asked for. */
async function* named(body, what, signal) {
	try {
		yield* body;
	} catch (error) {
		throw signal?.aborted ? signal.reason : networkError(what, error);
	}
}
/** A reference as a part of a path: only tags and digests get there. */
function target(reference) {
	if (isDigest(reference) || isTag(reference)) return reference;
	throw new StepError("REFERENCE_INVALID", { message: `"${reference}" is neither a tag nor a digest` });
}
function nextPage({ headers, url }) {
	const link = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(String(headers.link ?? ""))?.[1];
	if (link === void 0) return void 0;
	const next = new URL(link, url);
	return next.host === url.host ? new URL(`${next.pathname}${next.search}`, url) : void 0;
}
function readTags(bytes, name) {
	const { tags } = parseJson(bytes, name);
	if (tags === null || tags === void 0) return [];
	if (Array.isArray(tags)) return tags.filter((tag) => typeof tag === "string");
	throw new StepError("REGISTRY_UNAVAILABLE", { message: `"${name}" lists its tags in an unknown form` });
}
function parseJson(bytes, name) {
	try {
		return Object(JSON.parse(bytes.toString("utf8")));
	} catch (cause) {
		throw new StepError("REGISTRY_UNAVAILABLE", {
			message: `"${name}" answered with what is not JSON`,
			cause
		});
	}
}
function blobMissing(blob, name, cause) {
	return new StepError("BLOB_MISSING", {
		message: `"${name}" has no "${blob.digest}", which a manifest names`,
		fix: "push the image again from its source",
		cause
	});
}
function tagImmutable(name, tag, present, wanted, cause) {
	return new StepError("TAG_IMMUTABLE", {
		message: `the tag "${tag}" of "${name}" names "${present}" and cannot be moved to "${wanted}"`,
		fix: "release under a new tag",
		cause
	});
}
// packages/oci/src/auth.ts
/** The username by which Docker's helpers mark a secret that is an OAuth2 refresh token. */
const identityTokenUser = "<token>";
function createAuthorizer(options) {
	const { host, clock } = options;
	let challenge;
	let renewal;
	const tokens = /* @__PURE__ */ new Map();
	const credentials = async (isStale, signal) => {
		const given = await options.credentials(host, {
			stale: isStale,
			...signal ? { signal } : {}
		});
		for (const secret of secretsOf(given)) options.onSecret?.(secret);
		return given;
	};
	const renewed = (signal) => {
		renewal ??= credentials(true, signal).finally(() => {
			renewal = void 0;
		});
		return renewal;
	};
	const bearer = async (scopes, isStale, signal) => {
		if (challenge?.scheme !== "bearer") throw new Error("a token is fetched only after a Bearer challenge");
		const key = scopes.join(" ");
		const kept = isStale ? void 0 : await tokens.get(key);
		if (kept !== void 0 && kept.expiresAtMs > clock.now()) return kept.value;
		const given = isStale ? await renewed(signal) : await credentials(false, signal);
		if (given.type === "bearer") return given.token;
		const fetched = fetchToken(options, challenge, given, scopes, signal);
		tokens.set(key, fetched);
		try {
			return (await fetched).value;
		} catch (error) {
			tokens.delete(key);
			throw error;
		}
	};
	const header = async (scopes, isStale, signal) => {
		if (challenge === void 0) return void 0;
		if (challenge.scheme === "bearer") return `Bearer ${await bearer(scopes, isStale, signal)}`;
		return basicHeader(isStale ? await renewed(signal) : await credentials(false, signal));
	};
	return {
		header: (scopes, signal) => header(scopes, false, signal),
		async refused(headers, used, scopes, signal) {
			challenge = parseChallenge(headers["www-authenticate"]) ?? challenge;
			if (challenge === void 0) return false;
			const current = await header(scopes, false, signal);
			if (current !== used) return current !== void 0;
			return current !== void 0 && await header(scopes, true, signal) !== void 0;
		}
	};
}
async function fetchToken({ host, clock, requestToken, onSecret }, challenge, credentials, scopes, signal) {
	const url = tokenServer(challenge.realm, host);
	const form = new URLSearchParams();
	if (challenge.service !== void 0) form.set("service", challenge.service);
	const cancel = signal ? { signal } : {};
	const startedMs = clock.now();
	let text;
	if (credentials.type === "basic" && credentials.username === identityTokenUser) {
		form.set("grant_type", "refresh_token");
		form.set("client_id", "ml-ci");
		form.set("refresh_token", credentials.password);
		form.set("scope", scopes.join(" "));
		text = await requestToken({
			url,
			method: "POST",
			headers: { "content-type": "application/x-www-form-urlencoded" },
			body: Buffer.from(`${form}`),
			...cancel
		});
	} else {
		for (const scope of scopes) form.append("scope", scope);
		for (const [name, value] of form) url.searchParams.append(name, value);
		const authorization = basicHeader(credentials);
		text = await requestToken({
			url,
			method: "GET",
			headers: authorization === void 0 ? {} : { authorization },
			...cancel
		});
	}
	const { token, lifeMs } = readToken(text, url);
	onSecret?.(token);
	return {
		value: token,
		expiresAtMs: startedMs + lifeMs - Math.min(1e4, lifeMs / 5)
	};
}
function readToken(text, url) {
	let answer;
	try {
		answer = JSON.parse(text);
	} catch (cause) {
		throw denied(`the token server "${printUrl(url)}" did not answer with JSON`, cause);
	}
	const token = answer.token ?? answer.access_token;
	if (typeof token !== "string" || token === "") throw denied(`"${printUrl(url)}" gave no token`);
	return {
		token,
		lifeMs: (typeof answer.expires_in === "number" && answer.expires_in > 0 ? answer.expires_in : 60) * 1e3
	};
}
/** Credentials go to a token server over TLS only; a registry on loopback may have one on loopback. */
function tokenServer(realm, host) {
	if (!URL.canParse(realm)) throw denied(`"${host}" names no usable token server`);
	const url = new URL(realm);
	const isPlainLoopback = url.protocol === "http:" && isLoopbackHost(url.host) && isLoopbackHost(host);
	if (url.protocol !== "https:" && !isPlainLoopback) throw denied(`"${host}" names the token server "${url.origin}", which is not reached over TLS`);
	return url;
}
function basicHeader(credentials) {
	switch (credentials.type) {
		case "anonymous": return;
		case "bearer": return `Bearer ${credentials.token}`;
		case "basic": {
			const pair = `${credentials.username}:${credentials.password}`;
			return `Basic ${Buffer.from(pair).toString("base64")}`;
		}
	}
}
function secretsOf(credentials) {
	if (credentials.type === "anonymous") return [];
	if (credentials.type === "bearer") return [credentials.token];
	return [credentials.password, Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")];
}
function denied(message, cause) {
	return new StepError("REGISTRY_DENIED", {
		message,
		fix: "check the address of the registry and the credentials for it",
		...cause === void 0 ? {} : { cause }
	});
}
// packages/oci/src/transport.ts
const defaultIdleTimeoutMs = 6e4;
/** A registry may hash a whole layer again before it answers the last byte of an upload. */
const uploadIdleTimeoutMs = 6e5;
const longestRedirectChain = 5;
const errorBodyLimit = 65536;
/** Opens no connection before the first request. */
function createTransport(options) {
	const { host, clock, random, retry = defaultRetry } = options;
	const connections = createConnections(isLoopbackHost(host) ? void 0 : options.proxyEnv);
	const wire = {
		connections,
		idleTimeoutMs: options.idleTimeoutMs ?? defaultIdleTimeoutMs,
		clock,
		random
	};
	const authorizer = createAuthorizer({
		host,
		clock,
		credentials: options.credentials,
		...options.onSecret === void 0 ? {} : { onSecret: options.onSecret },
		requestToken: ({ signal, ...token }) => retrying(() => askTokenServer(wire, token, signal), retry, {
			clock,
			random
		}, signal)
	});
	return {
		host,
		clock,
		random,
		retry,
		request(request) {
			const url = addressOf(host, request.target);
			const send = () => sendAuthorized(wire, authorizer, url, request);
			return isStream(request.body) ? send() : retrying(send, retry, {
				clock,
				random
			}, request.signal);
		},
		close: () => connections.close()
	};
}
/** Docker Hub's registry does not live at the name that references carry. */
function addressOf(host, target) {
	if (target instanceof URL) return target;
	const address = host === "docker.io" ? "registry-1.docker.io" : host;
	return new URL(`${isLoopbackHost(host) ? "http" : "https"}://${address}/v2/${target}`);
}
async function sendAuthorized(wire, authorizer, url, request) {
	const { scopes, signal } = request;
	let renewals = 0;
	for (;;) {
		const used = await authorizer.header(scopes, signal);
		const answer = await follow(wire, url, request, used);
		if (request.expect.includes(answer.status)) return answer;
		const failure = await readFailure(wire, request, answer);
		if (used !== void 0) renewals += 1;
		if (renewals > 1 || !isRefusal(answer.status, used)) throw failure;
		if (!await authorizer.refused(answer.headers, used, scopes, signal)) throw failure;
		if (isStream(request.body)) throw failure instanceof Transient ? failure : new Transient(failure);
	}
}
/** ECR answers 403, not 401, once its token has expired. */
function isRefusal(status, used) {
	return status === 401 || status === 403 && used?.startsWith("Basic ") === true;
}
function isStream(body) {
	return body !== void 0 && !(body instanceof Uint8Array);
}
/** Sends, and follows the redirects of reads. `Authorization` never goes to another host. */
async function follow(wire, start, request, authorization) {
	let url = start;
	for (let hops = 0;; hops += 1) {
		const isOwn = url.host === start.host;
		const headers = {
			...request.headers,
			"user-agent": "ml-ci",
			...isOwn && authorization !== void 0 ? { authorization } : {}
		};
		const body = await once(wire, {
			...request,
			url,
			headers
		}, request.what);
		const status = body.statusCode ?? 0;
		if (!(request.method === "GET" || request.method === "HEAD") || ![
			301,
			302,
			303,
			307,
			308
		].includes(status) || hops >= longestRedirectChain) return {
			status,
			headers: body.headers,
			body,
			url
		};
		body.resume();
		url = redirectLocation(body.headers.location, url);
	}
}
async function once(wire, request, what) {
	const isUpload = request.body !== void 0;
	try {
		return await exchange(wire.connections, {
			method: request.method,
			url: request.url,
			headers: request.headers,
			...request.body === void 0 ? {} : { body: request.body },
			...request.signal === void 0 ? {} : { signal: request.signal },
			idleTimeoutMs: isUpload ? Math.max(uploadIdleTimeoutMs, wire.idleTimeoutMs) : wire.idleTimeoutMs
		});
	} catch (error) {
		if (request.signal?.aborted) throw request.signal.reason;
		if (error instanceof BodyError) throw error;
		throw new Transient(networkError(`${what} at "${printUrl(request.url)}"`, error));
	}
}
async function readFailure(wire, request, answer) {
	const problems = request.method === "HEAD" ? [] : parseProblems(await readText(answer.body));
	if (request.method === "HEAD") answer.body.resume();
	const error = registryError(request.what, answer.status, problems);
	if (!(isTransientStatus(answer.status) || problems.some(({ code }) => code === "TOOMANYREQUESTS"))) return error;
	return new Transient(error, parseRetryAfter(answer.headers["retry-after"], wire.clock.now()));
}
async function askTokenServer(wire, token, signal) {
	const what = "asking for a token";
	const body = await once(wire, {
		...token,
		...signal ? { signal } : {}
	}, what);
	const text = await readText(body);
	const status = body.statusCode ?? 0;
	if (status === 200) return text;
	const error = registryError(`${what} at "${printUrl(token.url)}"`, status, parseProblems(text));
	throw isTransientStatus(status) ? new Transient(error) : error;
}
/** The beginning of a text; a body that breaks off counts as what came of it, since the status already says it. */
async function readText(body) {
	const chunks = [];
	let size = 0;
	try {
		for await (const chunk of body) {
			chunks.push(chunk);
			size += chunk.byteLength;
			if (size > errorBodyLimit) break;
		}
	} catch (error) {
		if (size === 0 && body.statusCode === 200) throw new Transient(networkError("reading an answer", error));
	}
	return Buffer.concat(chunks).toString("utf8");
}
export { digestOf as A, readManifest as C, manifestTypes as D, isIndexType as E, isDigest as M, verified as N, mediaTypes as O, makeManifest as S, isForeignType as T, verifyCopy as _, isTag as a, plannedBytes as b, tag as c, writeLayer as d, collectEntries as f, runCopy as g, dockerConfigCredentials as h, isLoopbackHost as i, hasDigest as j, refNameAnnotation as k, layoutRepository as l, readBaseImage as m, registryRepository as n, parseReference as o, assembleImage as p, digest as r, referenceTarget as s, createTransport as t, defaultRetry as u, mapAtMost as v, headerNames as w, checkManifest as x, planCopy as y };
