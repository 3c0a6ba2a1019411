import { i as StepError } from "./load-B55PWNpz.js";
import { l as hostPlatform } from "./src-Bh6JnEov.js";
import "./src-ApriQ9BF.js";
// packages/steps/src/image/build-image/labels.ts
/**
* The labels of an image: what it was made from, then the configuration's, then the user's. No time is among them: the
* same inputs give the same digest.
*/
function imageLabels(provenance, configured, given) {
	const own = {
		"org.opencontainers.image.revision": provenance.commit,
		"org.opencontainers.image.title": provenance.model,
		"dev.ml-ci.data-report": provenance.dataReport,
		"dev.ml-ci.lock": provenance.lockDigest
	};
	const known = Object.entries(own).flatMap(([name, value]) => value === void 0 ? [] : [[name, value]]);
	return {
		...Object.fromEntries(known),
		...configured,
		...given
	};
}
/** Reads `NAME=VALUE` items; every item that is not one is named. */
function readPairs(input, items) {
	const problems = [];
	const pairs = items.map((item) => {
		const at = item.indexOf("=");
		if (at <= 0) problems.push({
			name: input,
			message: `"${item}" is not NAME=VALUE`
		});
		return [item.slice(0, at), item.slice(at + 1)];
	});
	if (problems.length > 0) throw new StepError("INPUT_INVALID", {
		message: `--${input} has items that are not NAME=VALUE`,
		problems
	});
	return Object.fromEntries(pairs);
}
// packages/steps/src/image/build-image/settings.ts
/** What `image:` in ml-ci.yml says. */
function imageDocument({ config }) {
	return config?.document.image ?? {};
}
/** The labels of the image. */
function labelsOf(context) {
	const { inputs, run, config } = context;
	return imageLabels({
		commit: run.commit,
		model: config?.model,
		dataReport: inputs.dataReport,
		lockDigest: inputs.lockDigest
	}, imageDocument(context).labels ?? {}, readPairs("label", inputs.label ?? []));
}
/** What the image does when it is run, as the configuration says; the base says the rest. */
function settingsOf(document, labels) {
	const { entrypoint, command, env, workdir, user, ports } = document;
	return {
		...entrypoint && { entrypoint },
		...command && { command },
		...env && { env },
		...workdir !== void 0 && { workdir },
		...user !== void 0 && { user },
		...ports && { ports },
		labels
	};
}
/** The one platform of the image. */
function choosePlatform(platforms) {
	const [first, ...others] = platforms ?? [];
	if (first === void 0) return hostPlatform();
	const [os, architecture, variant] = first.split("/");
	if (others.length > 0 || !os || !architecture) {
		const message = others.length > 0 ? "one image for several platforms is not built yet" : `"${first}" is not OS/ARCHITECTURE`;
		throw new StepError("INPUT_INVALID", {
			message,
			fix: "give one platform, such as linux/amd64",
			problems: [{
				name: "platforms",
				message,
				fix: "give one platform, such as linux/amd64"
			}]
		});
	}
	return {
		os,
		architecture,
		...variant === void 0 ? {} : { variant }
	};
}
/** The layers of the image, from the input or the configuration. */
function layerSources(given, document) {
	const sources = given === void 0 ? documentLayers(document) : given.map(readLayer);
	const problems = sources.flatMap(({ from, to }) => from === "" || !to.startsWith("/") ? [{
		name: "layer",
		message: `"${from}=${to}" is not FROM=/TO, with an absolute path in the image`
	}] : []);
	if (sources.length === 0) problems.push({
		name: "layer",
		message: "there is none",
		fix: "set image.layers"
	});
	if (problems.length === 0) return sources;
	throw new StepError("INPUT_INVALID", {
		message: "the layers of the image cannot be made",
		problems
	});
}
function readLayer(item) {
	const at = item.lastIndexOf("=");
	return {
		from: item.slice(0, Math.max(0, at)),
		to: item.slice(at + 1)
	};
}
function documentLayers({ layers = [] }) {
	return layers.map(({ from, to, include, exclude }) => ({
		from,
		to,
		...include && { include },
		...exclude && { exclude }
	}));
}
export { settingsOf as a, layerSources as i, imageDocument as n, readPairs as o, labelsOf as r, choosePlatform as t };
