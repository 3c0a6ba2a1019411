import "./chunks/rolldown-runtime.js";
import { t as deployEcs } from "./chunks/steps-rollout-deploy-ecs-inputs.js";
import { t as runAction } from "./chunks/core-clock.js";
// \0action:deploy-ecs
await runAction(deployEcs);
export {};
