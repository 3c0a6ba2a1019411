export { r as runRelease } from "./command-vKw44HgJ.js";
