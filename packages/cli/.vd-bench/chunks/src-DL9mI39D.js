export { r as parseFaults, t as startSandbox } from "./src-DS1irqUZ.js";
