import { n as pinsOf } from "./steps-dependencies-gate-files.js";
// packages/steps/src/dependencies/install/vouching.ts
/** Takes what the gate found before the install. */
function vouchFor(before = []) {
	const assets = new Map(before.map((found) => [found.locked, found.assets]));
	const seen = /* @__PURE__ */ new Map();
	return {
		told: (locked) => pinsOf(assets.get(locked) ?? []),
		saw: (locked, hash) => void seen.set(locked, hash),
		differences: (found) => found.flatMap(({ locked, assets: after }) => {
			const hash = seen.get(locked);
			return hash === void 0 || pinsOf(after).includes(hash) ? [] : [unlike(locked)];
		})
	};
}
/** That a package has other bytes than CodeArtifact says. */
function unlike({ name, version }) {
	return `${name}@${version} does not have the hash that the repository tells`;
}
export { vouchFor as n, unlike as t };
