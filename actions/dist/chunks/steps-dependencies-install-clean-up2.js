import "./rolldown-runtime.js";
import { r as passed } from "./core-verdict.js";
import { t as closeLeft } from "./steps-dependencies-install-python-target.js";
import { basename, join } from "node:path";
import { rm } from "node:fs/promises";
// packages/steps/src/dependencies/install/clean-up.ts
/** Removes the folder in which a killed run kept its token, and what it had begun to install beside its place. */
async function cleanUp({ state, files }) {
	const temporary = state.get("temporary");
	if (temporary === void 0) return passed({ done: "the run had written nothing" });
	const wasThere = await files.removeTemporary("install", temporary);
	await rm(join(files.root, ".ml-ci", copyName(temporary)), {
		recursive: true,
		force: true
	});
	const [target, beside] = [state.get("target"), state.get("beside")];
	const hadTarget = target !== void 0 && beside !== void 0 && await closeLeft(target, beside);
	const removed = [...wasThere ? [temporary] : [], ...hadTarget ? [beside] : []];
	const words = removed.map((path) => `"${path}"`).join(" and ");
	return passed({ done: removed.length > 0 ? `removed ${words}` : `"${temporary}" was gone already` });
}
/** The folder under `.ml-ci/` that an install beside the project works in. */
function copyName(temporary) {
	return `install-${basename(temporary)}`;
}
export { copyName as n, cleanUp as t };
