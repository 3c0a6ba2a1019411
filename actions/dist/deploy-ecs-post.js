import "./chunks/rolldown-runtime.js";
import { t as deployEcs } from "./chunks/steps-rollout-deploy-ecs-inputs.js";
import { n as runPost } from "./chunks/core-clock.js";
// \0action:deploy-ecs-post
await runPost(deployEcs);
export {};
