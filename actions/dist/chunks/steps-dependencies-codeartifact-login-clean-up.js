import "./rolldown-runtime.js";
import { r as passed } from "./core-verdict.js";
// packages/steps/src/dependencies/codeartifact-login/clean-up.ts
/** Removes the folder of a login. What it exported is taken back by whoever calls this. */
async function cleanUp({ state, files }) {
	const folder = state.get("folder");
	if (folder === void 0) return passed({ done: "the run had written nothing" });
	const wasThere = await files.removeTemporary("codeartifact-login", folder);
	return passed({ done: wasThere ? `removed "${folder}"` : `"${folder}" was gone already` });
}
export { cleanUp };
