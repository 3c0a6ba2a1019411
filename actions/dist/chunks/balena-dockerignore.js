import { t as require_ignore } from "./balena-dockerignore2.js";
export default require_ignore();
export {};
