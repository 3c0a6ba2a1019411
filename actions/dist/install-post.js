import "./chunks/rolldown-runtime.js";
import { t as install } from "./chunks/steps-dependencies-install-inputs.js";
import { n as runPost } from "./chunks/core-clock.js";
// \0action:install-post
await runPost(install);
export {};
