import "./rolldown-runtime.js";
import { a as createFiles, i as silentLog, n as createExec } from "./core-state-folder.js";
import { n as StepError } from "./core-error-codes.js";
import { a as digestPath, n as isTag, o as isDigest, t as isLoopbackHost } from "./oci-digest-text.js";
import { dirname, join, resolve } from "node:path";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { isIPv4, isIPv6 } from "node:net";
import http from "node:http";
import { createHash, randomUUID } from "node:crypto";
import https from "node:https";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
// packages/oci/src/digest.ts
/** The SHA-256 digest of bytes. */
function digestOf(bytes) {
	return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
/** True where the bytes have that digest, by its own algorithm. */
function hasDigest(bytes, digest) {
	return finish(hasher(digest).update(bytes), digest) === digest;
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
async function collect$1(stream, limit, what) {
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
	if (typeof mediaType !== "string" || !manifestTypes.includes(mediaType)) throw invalid$2(where, `is of type "${String(mediaType)}", which is no OCI or Docker v2 manifest`);
	if (inner !== void 0 && inner !== mediaType) throw invalid$2(where, `was sent as "${mediaType}" and calls itself "${String(inner)}"`);
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
	if (!Array.isArray(value)) throw invalid$2(where, "lacks its list of descriptors");
	return value.map((item) => readDescriptor(item, where));
}
function readDescriptor(value, where) {
	if (!isObject(value)) throw invalid$2(where, "has a descriptor that is no object");
	const { mediaType, digest, size } = value;
	if (typeof mediaType !== "string" || typeof digest !== "string" || !isDigest(digest)) throw invalid$2(where, `has a descriptor without media type or digest: "${String(digest)}"`);
	if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) throw invalid$2(where, `has a descriptor with size "${String(size)}"`);
	const { platform, artifactType, annotations, urls } = value;
	return {
		mediaType,
		digest,
		size,
		...isPlatform(platform) ? { platform } : {},
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
	throw invalid$2(where, "is no JSON object");
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isTextRecord(value) {
	return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}
function isPlatform(value) {
	return isObject(value) && typeof value.os === "string" && typeof value.architecture === "string";
}
function invalid$2(where, why) {
	return new StepError("MANIFEST_INVALID", {
		message: `the manifest "${where}" ${why}`,
		fix: "push the image again with a current tool"
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
		throw invalid$1(file, "is not JSON", cause);
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
	if (colon < 0) throw invalid$1(file, `has no user and password in "auth" for "${host}"`);
	return {
		type: "basic",
		username: pair.slice(0, colon),
		password: pair.slice(colon + 1)
	};
}
/** The protocol of docker-credential-helpers: the server on stdin, JSON on stdout. Its output is a secret and never logged. */
async function askHelper(exec, env, name, keys, signal) {
	if (!/^[\w.-]+$/.test(name)) throw invalid$1("config.json", `names the credential helper "${name}"`);
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
function invalid$1(file, why, cause) {
	return new StepError("DOCUMENT_INVALID", {
		message: `"${file}" ${why}`,
		fix: "log in to the registry again",
		...cause === void 0 ? {} : { cause }
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
/** A refusal after which the credentials were fetched anew: worth one more try, since new ones that are refused stay so. */
var Renewed = class extends Transient {
	name = "Renewed";
};
/** Runs `work` until it does not throw `Transient`, with exponential back-off and full jitter between the tries. */
async function retrying(work, policy, { clock, random }, signal) {
	let renewals = 0;
	for (let attempt = 1;; attempt += 1) {
		signal?.throwIfAborted();
		try {
			return await work(attempt);
		} catch (error) {
			if (signal?.aborted) throw signal.reason;
			if (!(error instanceof Transient)) throw error;
			if (error instanceof Renewed) renewals += 1;
			if (attempt >= policy.tries || renewals > 1) throw error.cause;
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
		throw invalid(folder, "has no index.json");
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
		throw invalid(folder, "has an index.json that cannot be read", cause);
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
	if (text === void 0 || !/"imageLayoutVersion"\s*:\s*"1\./.test(text)) throw invalid(folder, "has no oci-layout of version 1");
}
async function namesIn(folder) {
	return await readdir(folder).catch(ifMissing$1) ?? [];
}
function ifMissing$1(error) {
	if (error.code !== "ENOENT") throw error;
}
function invalid(folder, why, cause) {
	return new StepError("LAYOUT_INVALID", {
		message: `the folder "${folder}" ${why}`,
		fix: "name a new or empty folder, or one in the OCI image layout",
		...cause === void 0 ? {} : { cause }
	});
}
// packages/oci/src/passing-garbage.ts
/**
* Every piece of a stream that Node reads is a buffer of its own, outside of the heap, and V8 lets some 100 MB of them wait
* before it looks: a copy then holds 160 to 200 MB, more on a busy machine. A minor collection takes under a millisecond,
* keeps a copy near 100 MB, and the buffers that are used again are still in the processor's cache (measured: a fifth less
* processor time). There is no other way to ask for it from inside a process.
*/
const bytesBetween = 4e6;
/**
* A buffer that lives through two minor collections waits for a major one, and V8 lets those pile up again: without it 3 GB
* peak some 20 MB above 1 GB, with it within 3 MB. The heap is small, so it takes a few milliseconds.
*/
const minorsBetweenMajors = 32;
let collect;
let passed = 0;
let minors = 0;
/** Counts bytes of a stream that have been sent or written, and has their buffers collected now and then. */
function bytesPassed(bytes) {
	passed += bytes;
	if (passed < bytesBetween) return;
	passed = 0;
	minors = (minors + 1) % minorsBetweenMajors;
	collect ??= findCollector();
	collect(minors === 0 ? "major" : "minor");
}
function findCollector() {
	setFlagsFromString("--expose-gc");
	const found = runInNewContext("typeof gc === \"function\" ? gc : undefined");
	return typeof found === "function" ? (type) => found({ type }) : () => void 0;
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
				bytesPassed(chunk.byteLength);
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
// packages/oci/src/listing.ts
/** Where a list goes on, by its `Link` header; only on the host that was asked. */
function nextPage({ headers, url }) {
	const link = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(String(headers.link ?? ""))?.[1];
	if (link === void 0) return void 0;
	const next = new URL(link, url);
	return next.host === url.host ? new URL(`${next.pathname}${next.search}`, url) : void 0;
}
/** The tags of an answer to `tags/list`. */
function readTags(bytes, name) {
	const { tags } = parseJson(bytes, name);
	if (tags === null || tags === void 0) return [];
	if (Array.isArray(tags)) return tags.filter((tag) => typeof tag === "string");
	throw new StepError("REGISTRY_UNAVAILABLE", { message: `"${name}" lists its tags in an unknown form` });
}
/** The object in an answer. */
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
	let answer;
	for (const event of [
		"drain",
		"close",
		"response"
	]) outgoing.on(event, () => wake());
	outgoing.once("response", (received) => {
		answer = received;
		if ((received.statusCode ?? 0) >= 300) outgoing.shouldKeepAlive = false;
	});
	const isOver = () => outgoing.destroyed || answer !== void 0;
	for await (const chunk of stream) {
		if (isOver()) break;
		onBytes?.(chunk.byteLength);
		bytesPassed(chunk.byteLength);
		if (!outgoing.write(chunk) && !isOver()) await new Promise((resolve) => {
			wake = resolve;
		});
	}
	if (!isOver()) outgoing.end();
	else if (answer?.closed) outgoing.destroy();
	else answer?.once("close", () => outgoing.destroy());
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
	const target = parse$1(location, from, "UPLOAD_LOCATION_UNSAFE");
	if (target.host === from.host) target.protocol = from.protocol;
	else if (isPrivateAddress(target.hostname) || isDowngrade(from, target)) throw unsafe("UPLOAD_LOCATION_UNSAFE", "an upload", from, target);
	return target;
}
/** Where a read goes on after a redirect: anywhere, but never from TLS to plain text and never to link-local addresses. */
function redirectLocation(location, from) {
	const target = parse$1(location, from, "REDIRECT_UNSAFE");
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
function parse$1(location, from, code) {
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
				bytes: await collect$1(answer.body, limit, `the answer of "${name}"`)
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
		registry: addressOf(host, "").host,
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
		if (isStream(request.body)) throw failure instanceof Transient ? failure : new Renewed(failure);
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
		const isOwn = url.host === wire.registry;
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
export { collect$1 as _, dockerConfigCredentials as a, verified as b, makeManifest as c, headerNames as d, isForeignType as f, refNameAnnotation as g, mediaTypes as h, defaultRetry as i, manifestLimit as l, manifestTypes as m, registryRepository as n, checkManifest as o, isIndexType as p, layoutRepository as r, fallbackTag as s, createTransport as t, readManifest as u, digestOf as v, hasDigest as y };
