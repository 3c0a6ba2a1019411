import { t as require_tar_stream } from "./tar-stream-DzX628jy.js";
export default require_tar_stream();
export {};
