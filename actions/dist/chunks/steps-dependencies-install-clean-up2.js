import "./rolldown-runtime.js";
import { r as passed } from "./core-verdict.js";
import { basename, join } from "node:path";
import { rm } from "node:fs/promises";
// packages/steps/src/dependencies/install/clean-up.ts
/** Removes the folder in which a killed run kept its token, and the copy of the project that it may have installed in. */
async function cleanUp({ state, files }) {
	const temporary = state.get("temporary");
	if (temporary === void 0) return passed({ done: "the run had written nothing" });
	const wasThere = await files.removeTemporary("install", temporary);
	await rm(join(files.root, ".ml-ci", copyName(temporary)), {
		recursive: true,
		force: true
	});
	return passed({ done: wasThere ? `removed "${temporary}"` : `"${temporary}" was gone already` });
}
/** The folder under `.ml-ci/` that an install beside the project works in. */
function copyName(temporary) {
	return `install-${basename(temporary)}`;
}
export { copyName as n, cleanUp as t };
