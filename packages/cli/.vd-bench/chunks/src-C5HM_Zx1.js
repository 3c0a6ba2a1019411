export { i as createRuntime, n as ensureHostBase, f as requireEngine } from "./src-Bh6JnEov.js";
