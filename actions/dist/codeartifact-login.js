import "./chunks/rolldown-runtime.js";
import { t as codeartifactLogin } from "./chunks/steps-dependencies-codeartifact-login.js";
import { t as runAction } from "./chunks/core-clock.js";
// \0action:codeartifact-login
await runAction(codeartifactLogin);
export {};
