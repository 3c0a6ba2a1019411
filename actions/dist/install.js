import "./chunks/rolldown-runtime.js";
import { t as install } from "./chunks/steps-dependencies-install-inputs.js";
import { t as runAction } from "./chunks/core-clock.js";
// \0action:install
await runAction(install);
export {};
