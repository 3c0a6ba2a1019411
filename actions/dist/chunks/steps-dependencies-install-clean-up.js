export { t as cleanUp } from "./steps-dependencies-install-target.js";
