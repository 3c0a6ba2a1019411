import { d as rejected, o as kind, u as parsedAs } from "./core-input.js";
import { n as StepError } from "./core-error-codes.js";
import { n as isTag, o as isDigest, r as parseReference } from "./oci-digest-text.js";
kind("ociRef", "HOST/REPO[:TAG][@DIGEST]", (raw) => {
	try {
		return parsedAs(parseReference(raw));
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		return rejected(error.message.slice(JSON.stringify(raw).length + 1), error.fix);
	}
});
/** An input that is a digest. */
const digest = kind("digest", "sha256:…", (raw) => isDigest(raw) ? parsedAs(raw) : rejected("is not a digest", "write it as sha256: and 64 lower-case hexadecimal digits"));
/** An input that is a tag. */
const tag = kind("tag", "TAG", (raw) => isTag(raw) ? parsedAs(raw) : rejected("is not a tag", "use up to 128 letters, digits, \"_\", \".\" and \"-\", not beginning with \".\" or \"-\""));
export { tag as n, digest as t };
