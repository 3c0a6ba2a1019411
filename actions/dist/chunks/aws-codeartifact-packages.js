import { o as __toESM } from "./rolldown-runtime.js";
import { g as sending, u as codeArtifactClient, v as isAwsError } from "./core-foreign-endpoint.js";
// packages/aws/src/codeartifact-packages.ts
/** The facts of a version, or undefined where the repository does not have it. RESOURCE_MISSING: there is no such repository. */
async function packageVersion(session, at, name, version, options = {}) {
	const { DescribePackageVersionCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const command = new DescribePackageVersionCommand({
		...whereIs(at, name),
		packageVersion: version
	});
	const found = (await client.send(command, sending(options)).catch(unlessPackageMissing))?.packageVersion;
	if (found === void 0) return void 0;
	const { domainEntryPoint: entry, originType = "UNKNOWN" } = found.origin ?? {};
	return {
		status: found.status ?? "Unfinished",
		revision: found.revision ?? "",
		origin: {
			type: originType,
			entryPoint: entry?.externalConnectionName ?? entry?.repositoryName
		}
	};
}
/** The files of a version with their hashes, all pages; none where the repository does not have the version. */
async function packageAssets(session, at, name, version, options = {}) {
	const { ListPackageVersionAssetsCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const assets = [];
	let nextToken;
	do {
		const command = new ListPackageVersionAssetsCommand({
			...whereIs(at, name),
			packageVersion: version,
			maxResults: 1e3,
			...nextToken === void 0 ? {} : { nextToken }
		});
		const reply = await client.send(command, sending(options)).catch(unlessPackageMissing);
		for (const { name = "", size = 0, hashes = {} } of reply?.assets ?? []) {
			const written = Object.entries(hashes).map(([algorithm, hex]) => `${algorithm.replace("-", "").toLowerCase()}:${hex.toLowerCase()}`);
			assets.push({
				name,
				size,
				hashes: written
			});
		}
		nextToken = reply?.nextToken;
	} while (nextToken !== void 0);
	return assets;
}
/** What may be added to a package, or undefined where the repository does not have it. */
async function packageRestrictions(session, at, name, options = {}) {
	const { DescribePackageCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const command = new DescribePackageCommand(whereIs(at, name));
	const restrictions = (await client.send(command, sending(options)).catch(unlessPackageMissing))?.package?.originConfiguration?.restrictions;
	if (restrictions === void 0) return void 0;
	const { publish = "ALLOW", upstream = "ALLOW" } = restrictions;
	return {
		publish,
		upstream
	};
}
/** The group that decides about a package; it answers for packages that do not exist as well. */
async function associatedGroup(session, { domain, owner }, { format, namespace, name }, options = {}) {
	const { GetAssociatedPackageGroupCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const command = new GetAssociatedPackageGroupCommand({
		domain,
		format,
		package: name,
		...owner === void 0 ? {} : { domainOwner: owner },
		...namespace === void 0 ? {} : { namespace }
	});
	const { packageGroup } = await client.send(command, sending(options));
	const external = packageGroup?.originConfiguration?.restrictions?.EXTERNAL_UPSTREAM;
	return {
		pattern: packageGroup?.pattern ?? "/*",
		externalUpstream: external?.effectiveMode ?? external?.mode ?? "ALLOW"
	};
}
/** Where a repository looks for what it does not have; RESOURCE_MISSING where there is none. */
async function repositorySources(session, { domain, owner, repository }, options = {}) {
	const { DescribeRepositoryCommand } = await import("./aws-sdk-client-codeartifact.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await codeArtifactClient(session);
	const command = new DescribeRepositoryCommand({
		domain,
		repository,
		...owner === void 0 ? {} : { domainOwner: owner }
	});
	const { repository: found } = await client.send(command, sending(options));
	return {
		upstreams: (found?.upstreams ?? []).flatMap(({ repositoryName }) => repositoryName ?? []),
		connections: (found?.externalConnections ?? []).flatMap(({ externalConnectionName }) => externalConnectionName ?? [])
	};
}
function whereIs({ domain, owner, repository }, { format, namespace, name }) {
	return {
		domain,
		repository,
		format,
		package: name,
		...owner === void 0 ? {} : { domainOwner: owner },
		...namespace === void 0 ? {} : { namespace }
	};
}
/** CodeArtifact has one error for all that is missing; only for a package or a version of it there is no answer. */
function unlessPackageMissing(error) {
	const cause = isAwsError(error, "ResourceNotFoundException") ? error.cause : void 0;
	const kind = cause instanceof Error && "resourceType" in cause ? cause.resourceType : void 0;
	if (kind === "package" || kind === "package-version") return void 0;
	throw error;
}
export { repositorySources as a, packageVersion as i, packageAssets as n, packageRestrictions as r, associatedGroup as t };
