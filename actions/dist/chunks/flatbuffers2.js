import { t as require_flatbuffers } from "./flatbuffers.js";
export default require_flatbuffers();
export {};
