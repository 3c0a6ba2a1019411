import { i as referenceTarget, r as parseReference } from "./oci-digest-text.js";
import "./oci-inputs.js";
import { a as dockerConfigCredentials, n as registryRepository, r as layoutRepository, t as createTransport } from "./oci-digest.js";
import "./steps-image-build-image-layers.js";
import "./steps-image-promote-run.js";
export { createTransport, dockerConfigCredentials, layoutRepository, parseReference, referenceTarget, registryRepository };
