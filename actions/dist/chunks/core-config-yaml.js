export { t as parseYaml } from "./core-config-yaml2.js";
