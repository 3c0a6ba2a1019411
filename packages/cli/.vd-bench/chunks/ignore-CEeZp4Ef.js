import { t as require_ignore } from "./ignore-DF5ykj-O.js";
export default require_ignore();
export {};
