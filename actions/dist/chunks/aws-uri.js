import { d as rejected, o as kind, u as parsedAs } from "./core-input.js";
// packages/aws/src/uri.ts
/** The parts of an ARN, or undefined where the text is none. */
function parseArn(text) {
	const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws)?:(\S+)$/.exec(text);
	if (!match) return void 0;
	const [, partition = "", service = "", region = "", account = "", resource = ""] = match;
	return {
		partition,
		service,
		region,
		account,
		resource
	};
}
/** Bucket and key of `s3://bucket/key`, or undefined where the text is none. */
function parseS3Uri(text) {
	const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(text);
	if (!match) return void 0;
	const [, bucket = "", key = ""] = match;
	return {
		bucket,
		key
	};
}
/** `s3://bucket/key`. */
function formatS3Uri({ bucket, key }) {
	return key === "" ? `s3://${bucket}` : `s3://${bucket}/${key}`;
}
kind("arn", "ARN", (raw) => parseArn(raw) ? parsedAs(raw) : rejected("is not an ARN", "write it as arn:aws:service:region:account:resource"));
kind("s3Uri", "s3://BUCKET/KEY", (raw) => {
	const uri = parseS3Uri(raw);
	return uri ? parsedAs(uri) : rejected("is not an S3 address", "write it as s3://bucket/key");
});
export { parseArn as n, parseS3Uri as r, formatS3Uri as t };
