export { d as describeRepository, l as ecrCredentials } from "./src-D7bW49J-.js";
