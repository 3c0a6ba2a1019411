export { t as createTransport, h as dockerConfigCredentials, l as layoutRepository, o as parseReference, s as referenceTarget, n as registryRepository } from "./src-yrlXQMMI.js";
import "./image-push-CaIagas3.js";
