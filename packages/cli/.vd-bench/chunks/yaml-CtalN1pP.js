export { t as parseYaml } from "./yaml-DnQLInxR.js";
