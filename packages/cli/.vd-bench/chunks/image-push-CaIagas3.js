import { v as mapAtMost } from "./src-yrlXQMMI.js";
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
export { pushImage as t };
