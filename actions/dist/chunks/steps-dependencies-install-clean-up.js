export { t as cleanUp } from "./steps-dependencies-install-clean-up2.js";
