import "./chunks/rolldown-runtime.js";
import { t as codeartifactLogin } from "./chunks/steps-dependencies-codeartifact-login-inputs.js";
import { n as runPost } from "./chunks/core-step.js";
// \0action:codeartifact-login-post
await runPost(codeartifactLogin);
export {};
