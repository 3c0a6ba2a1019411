import "./rolldown-runtime.js";
// packages/core/src/forge.ts
/** The forge of a run that has none. */
const noForge = {
	name: "none",
	comment: async () => void 0,
	deployment: async () => void 0,
	status: async () => void 0
};
export { noForge };
