export { i as getIDToken } from "./actions-core.js";
