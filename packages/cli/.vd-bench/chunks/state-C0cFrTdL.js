// packages/cli/src/status/state.ts
/** `sha256:1234567890ab`: enough to tell digests apart by eye. */
function shortDigest(digest) {
	const [algorithm, hex = ""] = digest.split(":");
	return `${algorithm}:${hex.slice(0, 12)}`;
}
/** The row of an environment in the table of `ml-ci status`. */
function statusRow(status) {
	if (status.problem !== void 0) return [
		status.name,
		"unknown",
		status.problem,
		"",
		"",
		""
	];
	const { image, service, alarms } = status;
	const newest = image === void 0 ? "no image" : `${image.tags.join(", ") || "untagged"} ${shortDigest(image.digest)}`;
	return [
		status.name,
		newest,
		serves(status),
		service?.since ?? "",
		service?.rollout ?? "",
		alarms.map(({ name, state }) => `${name} ${state}`).join(", ")
	];
}
function serves({ image, service }) {
	if (service === void 0) return "–";
	if (service.digest === void 0) return `nothing certain (${service.running} of ${service.desired} tasks)`;
	const isNewest = service.digest === image?.digest ? "" : " (not the newest)";
	return `${shortDigest(service.digest)}${isNewest}, ${service.running} of ${service.desired} tasks`;
}
export { statusRow as n, shortDigest as t };
