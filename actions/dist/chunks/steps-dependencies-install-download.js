import { n as StepError } from "./core-error-codes.js";
// packages/steps/src/dependencies/install/download.ts
/** The bytes at an address of the repository; INSTALL_DENIED or PACKAGE_MISSING where it gives none. */
async function download(context, url, asked) {
	const response = await request(context, url, asked);
	if (response.ok) return Buffer.from(await response.arrayBuffer());
	const isDenied = response.status === 401 || response.status === 403;
	throw new StepError(isDenied ? "INSTALL_DENIED" : "PACKAGE_MISSING", {
		message: `the repository answered ${response.status} for "${url.pathname}"`,
		fix: isDenied ? "run again with fresh credentials" : "publish the package to the repository"
	});
}
/** Asks the repository with its token, as a tool does. */
async function request({ signal }, url, { endpoint, token, accept, scheme }) {
	const isOurs = url.origin === new URL(endpoint).origin;
	const authorization = `${scheme} ${scheme === "Basic" ? Buffer.from(`aws:${token}`).toString("base64") : token}`;
	const headers = {
		accept,
		...isOurs ? { authorization } : {}
	};
	return await fetch(url, {
		headers,
		signal
	}).catch((cause) => {
		if (signal.aborted) throw signal.reason;
		throw new StepError("CHILD_FAILED", {
			message: `"${url.origin}" does not answer`,
			fix: "try again",
			cause
		});
	});
}
export { request as n, download as t };
