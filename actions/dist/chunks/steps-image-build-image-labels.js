import { n as StepError } from "./core-error-codes.js";
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
		"dev.ml-ci.lock": provenance.lockDigest,
		"dev.ml-ci.dependencies": provenance.dependencies
	};
	const known = Object.entries(own).flatMap(([name, value]) => value === void 0 ? [] : [[name, value]]);
	return {
		...Object.fromEntries(known),
		...configured,
		...given
	};
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
		lockDigest: inputs.lockDigest,
		dependencies: inputs.dependencies
	}, imageDocument(context).labels ?? {}, inputs.label ?? {});
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
/** The layers of the image, from the input or the configuration. */
function layerSources(given, document) {
	const sources = given ?? documentLayers(document);
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
function documentLayers({ layers = [] }) {
	return layers.map(({ from, to, include, exclude }) => ({
		from,
		to,
		...include && { include },
		...exclude && { exclude }
	}));
}
export { settingsOf as i, labelsOf as n, layerSources as r, imageDocument as t };
