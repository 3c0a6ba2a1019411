export { t as steps, n as stepsByFamily } from "./src-Dr8u9QN7.js";
