export { t as createRuntime, o as requireEngine } from "./containers-engine-stream.js";
import "./steps-image-build-image-docker.js";
