import "./chunks/rolldown-runtime.js";
import { t as codeartifactLogin } from "./chunks/steps-dependencies-codeartifact-login.js";
import { n as runPost } from "./chunks/core-clock.js";
// \0action:codeartifact-login-post
await runPost(codeartifactLogin);
export {};
