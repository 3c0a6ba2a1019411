import "./core-clock.js";
export { r as describeRepository, t as ecrCredentials } from "./core-foreign-endpoint.js";
import "./aws-codeartifact.js";
import "./aws-codeartifact-packages.js";
import "./aws-codedeploy.js";
import "./aws-uri.js";
import "./aws-s3.js";
import "./steps-dependencies-promote-packages-run.js";
import "./steps-rollout-deploy-ecs-run.js";
