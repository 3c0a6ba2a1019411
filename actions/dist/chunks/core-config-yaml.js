export { t as parseYaml } from "./yaml.js";
