export { t as loadConfig } from "./load-B55PWNpz.js";
