import { o as __toESM } from "./rolldown-runtime.js";
import { n as inconclusive, r as passed, t as failed } from "./core-verdict.js";
import { t as formatBytes } from "./core-bytes.js";
import { t as plural } from "./core-plural.js";
import { n as StepError, r as describeError } from "./core-error-codes.js";
import { A as describeLimit, B as quote, C as see, D as statusOf, E as percent$1, F as interpolate, G as readObject, H as typeOf, I as aggregateKey, L as isQuantile, M as EngineError, N as engineFailed, O as total, P as openEngine, R as double, S as forPeople, T as isOfRows, V as toLiteral, W as listObjects, _ as combineDigests, a as fitChecks, b as areEdgesSeen, c as parseTableName, f as untyped, g as typeOfNative, h as nothingRejected, i as checksInvalid, j as isHistory, k as worstFirst, l as checkSource, n as openSources, o as parseDocument, p as hasTypes, r as environmentOf, s as isAthena, u as localBackend, w as seenText, x as forMachines, y as sha256, z as identifier } from "./aws-s3.js";
import { c as athenaClient, g as sending, h as s3Client, v as isAwsError } from "./core-foreign-endpoint.js";
import { t as poll } from "./aws-wait.js";
import { r as parseS3Uri, t as formatS3Uri } from "./aws-uri.js";
import { a as literal, c as record$1, d as union, f as unknown$1, i as boolean, n as _null, o as number, r as array, s as object, t as _enum, u as string } from "./zod.js";
import { t as mapAtMost } from "./core-map-at-most.js";
import { t as visible } from "./core-visible.js";
import { createRequire } from "node:module";
import { join } from "node:path";
import { mkdir, readFile, readdir, realpath, statfs } from "node:fs/promises";
import { createHash, randomBytes } from "node:crypto";
import { pathToFileURL } from "node:url";
// packages/aws/src/athena.ts
/** The columns of a table, those it is partitioned by last. */
async function athenaColumns(session, { catalog, database, table }, options) {
	const { GetTableMetadataCommand } = await import("./aws-sdk-client-athena.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await athenaClient(session);
	const command = new GetTableMetadataCommand({
		CatalogName: catalog,
		DatabaseName: database,
		TableName: table,
		WorkGroup: options.workGroup
	});
	const { Columns = [], PartitionKeys = [] } = (await client.send(command, sending(options)).catch((cause) => {
		if (!isAwsError(cause, "MetadataException")) throw cause;
		throw new StepError("RESOURCE_MISSING", {
			message: `Athena has no table "${table}" in the database "${database}" of "${catalog}"`,
			fix: "check the name, and that the environment is the right one",
			cause
		});
	})).TableMetadata ?? {};
	return [...Columns, ...PartitionKeys].map(({ Name = "", Type = "" }) => ({
		name: Name,
		type: Type
	}));
}
/** The settings of a workgroup. */
async function athenaWorkGroup(session, name, options = {}) {
	const { GetWorkGroupCommand } = await import("./aws-sdk-client-athena.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { WorkGroup } = await (await athenaClient(session)).send(new GetWorkGroupCommand({ WorkGroup: name }), sending(options));
	const { Configuration = {}, State } = WorkGroup ?? {};
	const { ManagedQueryResultsConfiguration: managed } = Configuration;
	return {
		isEnabled: State === "ENABLED",
		output: managed?.Enabled ? "managed" : Configuration.ResultConfiguration?.OutputLocation,
		isEnforced: Configuration.EnforceWorkGroupConfiguration ?? true,
		cutoffBytes: Configuration.BytesScannedCutoffPerQuery
	};
}
/** Starts a query; with a token that was used already the query of that time. Results of earlier queries are not taken. */
async function startAthenaQuery(session, query, options = {}) {
	const { StartQueryExecutionCommand } = await import("./aws-sdk-client-athena.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await athenaClient(session);
	const command = new StartQueryExecutionCommand({
		QueryString: query.sql,
		ClientRequestToken: query.token,
		QueryExecutionContext: {
			Catalog: query.catalog,
			Database: query.database
		},
		WorkGroup: query.workGroup,
		...query.output === void 0 ? {} : { ResultConfiguration: { OutputLocation: query.output } },
		ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } }
	});
	const { QueryExecutionId } = await client.send(command, sending(options));
	return QueryExecutionId ?? "";
}
/** How far a query is now. */
async function athenaExecution(session, id, options = {}) {
	const { GetQueryExecutionCommand } = await import("./aws-sdk-client-athena.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const { Status, Statistics } = (await (await athenaClient(session)).send(new GetQueryExecutionCommand({ QueryExecutionId: id }), sending(options))).QueryExecution ?? {};
	return {
		id,
		state: Status?.State ?? "unknown",
		reason: Status?.AthenaError?.ErrorMessage ?? Status?.StateChangeReason,
		isRetryable: Status?.AthenaError?.Retryable ?? false,
		scannedBytes: Statistics?.DataScannedInBytes ?? 0
	};
}
/** Ends a query; one that has ended stays as it is. */
async function stopAthenaQuery(session, id) {
	const { StopQueryExecutionCommand } = await import("./aws-sdk-client-athena.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	await (await athenaClient(session)).send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
}
// packages/aws/src/athena-run.ts
const states = {
	QUEUED: "wait",
	RUNNING: "wait",
	SUCCEEDED: "done",
	FAILED: "fail",
	CANCELLED: "fail"
};
/** Runs a query to its end. However this ends, no query of ours is left running: it would be paid for. */
async function runAthenaQuery(session, query, { clock, signal, timeoutMs, onReading }) {
	signal.throwIfAborted();
	const id = await startAthenaQuery(session, query);
	try {
		const { reading } = await poll({
			clock,
			signal,
			what: `the query "${id}" of Athena`,
			async read(own) {
				const execution = await athenaExecution(session, id, { signal: own });
				onReading(execution);
				return execution;
			},
			stateOf: ({ state }) => state,
			states,
			intervalMs: 1e3,
			timeoutMs
		});
		return reading;
	} catch (error) {
		await stopAthenaQuery(session, id).catch((cause) => {
			throw new StepError("AWS_FAILED", {
				message: `the query "${id}" of Athena could not be ended, and may run on`,
				fix: "end it in the console",
				cause: new AggregateError([error, cause])
			});
		});
		throw error;
	}
}
/** All rows of a query that succeeded. */
async function athenaRows(session, id, options = {}) {
	const { GetQueryResultsCommand } = await import("./aws-sdk-client-athena.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await athenaClient(session);
	const rows = [];
	let columns = [];
	let token;
	let isFirst = true;
	do {
		const command = new GetQueryResultsCommand({
			QueryExecutionId: id,
			...token === void 0 ? {} : { NextToken: token }
		});
		const { ResultSet, NextToken } = await client.send(command, sending(options));
		if (isFirst) columns = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = "", Type = "" }) => ({
			name: Name,
			type: Type
		}));
		const page = (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map((cell) => cell.VarCharValue));
		rows.push(...isFirst ? page.slice(1) : page);
		isFirst = false;
		token = NextToken;
	} while (token !== void 0);
	return {
		columns,
		rows
	};
}
// packages/aws/src/s3-write.ts
/** Writes an object from a stream: whole when it is small, else in parts, of which nothing is left when it fails. */
async function writeObject(session, uri, body, options = {}) {
	const parts = inParts(body, options.partBytes ?? 16777216);
	const first = await parts.next();
	const second = first.done ? first : await parts.next();
	try {
		if (second.done) await putWhole(session, uri, first.done ? /* @__PURE__ */ new Uint8Array() : first.value, options);
		else await putParts(session, uri, prepend([first.value ?? /* @__PURE__ */ new Uint8Array(), second.value], parts), options);
	} catch (error) {
		throw isAwsError(error, "PreconditionFailed", "ConditionalRequestConflict") ? exists(uri, error) : error;
	}
}
function condition({ overwrite = true }) {
	return overwrite ? {} : { IfNoneMatch: "*" };
}
async function putWhole(session, uri, body, options) {
	const { PutObjectCommand } = await import("./aws-sdk-client-s3.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await s3Client(session);
	const { contentType } = options;
	await client.send(new PutObjectCommand({
		...address(uri),
		Body: body,
		...contentType === void 0 ? {} : { ContentType: contentType },
		...condition(options)
	}), sending(options));
}
async function putParts(session, uri, parts, options) {
	const sdk = await import("./aws-sdk-client-s3.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await s3Client(session);
	const { contentType } = options;
	const start = {
		...address(uri),
		...contentType === void 0 ? {} : { ContentType: contentType }
	};
	const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(start), sending(options));
	const upload = {
		...address(uri),
		UploadId
	};
	try {
		const done = [];
		for await (const Body of parts) {
			const PartNumber = done.length + 1;
			const command = new sdk.UploadPartCommand({
				...upload,
				PartNumber,
				Body
			});
			const { ETag } = await client.send(command, sending(options));
			done.push({
				PartNumber,
				ETag
			});
		}
		const MultipartUpload = { Parts: done };
		const complete = new sdk.CompleteMultipartUploadCommand({
			...upload,
			MultipartUpload,
			...condition(options)
		});
		await client.send(complete, sending(options));
	} catch (error) {
		await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch((left) => {
			session.host.log.warn(`parts of ${formatS3Uri(uri)} are left in the bucket: ${String(left)}`);
		});
		throw error;
	}
}
const address = (uri) => ({
	Bucket: uri.bucket,
	Key: uri.key
});
async function* inParts(body, partBytes) {
	let held = [];
	let heldBytes = 0;
	for await (const chunk of body) {
		held.push(chunk);
		heldBytes += chunk.byteLength;
		while (heldBytes >= partBytes) {
			const whole = Buffer.concat(held);
			yield whole.subarray(0, partBytes);
			held = [whole.subarray(partBytes)];
			heldBytes -= partBytes;
		}
	}
	if (heldBytes > 0) yield Buffer.concat(held);
}
async function* prepend(first, rest) {
	yield* first;
	yield* rest;
}
function exists(uri, cause) {
	return new StepError("OBJECT_EXISTS", {
		message: `"${formatS3Uri(uri)}" is there already and is not overwritten`,
		fix: "choose another address, or remove the object",
		cause
	});
}
// packages/steps/src/data/athena/node.ts
/** What has no meaning in Athena that is the same. */
var RefusedExpression = class extends Error {};
function isNode(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** The nodes of a list. */
function nodes(value) {
	return Array.isArray(value) ? value.filter(isNode) : [];
}
// packages/steps/src/data/athena/comparison.ts
/**
* Two parts compared as the engine of this machine compares them: there NaN equals NaN and is above every number; Athena
* says false to all of it. Unknown stays unknown.
*/
function compare(type, left, right) {
	return {
		sql: comparison$1(type, left, right),
		isFloat: false,
		isConstant: false
	};
}
function comparison$1(type, left, right) {
	switch (type) {
		case "COMPARE_EQUAL": return equal(left, right);
		case "COMPARE_NOTEQUAL": return mayBeNaN(left) && mayBeNaN(right) ? `(NOT ${equal(left, right)})` : `(${left.sql} <> ${right.sql})`;
		case "COMPARE_GREATERTHAN": return above(left, right, `${left.sql} > ${right.sql}`);
		case "COMPARE_LESSTHAN": return above(right, left, `${left.sql} < ${right.sql}`);
		case "COMPARE_GREATERTHANOREQUALTO": return mayBeNaN(left) || mayBeNaN(right) ? `(NOT ${above(right, left, `${left.sql} < ${right.sql}`)})` : `(${left.sql} >= ${right.sql})`;
		case "COMPARE_LESSTHANOREQUALTO": return mayBeNaN(left) || mayBeNaN(right) ? `(NOT ${above(left, right, `${left.sql} > ${right.sql}`)})` : `(${left.sql} <= ${right.sql})`;
		case "COMPARE_DISTINCT_FROM": return `(${left.sql} IS DISTINCT FROM ${right.sql})`;
		case "COMPARE_NOT_DISTINCT_FROM": return `(${left.sql} IS NOT DISTINCT FROM ${right.sql})`;
		default: throw new RefusedExpression(`has ${type.toLowerCase().replaceAll("_", " ")}`);
	}
}
const mayBeNaN = ({ isFloat, isConstant }) => isFloat && !isConstant;
const isNaNOf = ({ sql }) => `is_nan(CAST(${sql} AS DOUBLE))`;
function equal(left, right) {
	const plain = `${left.sql} = ${right.sql}`;
	if (!mayBeNaN(left) || !mayBeNaN(right)) return `(${plain})`;
	return `(${plain} OR (${isNaNOf(left)} AND ${isNaNOf(right)}))`;
}
/** `plain` says that `high` is above `low`; so is NaN, but for another NaN. */
function above(high, low, plain) {
	if (!mayBeNaN(high)) return `(${plain})`;
	if (low.isConstant && low.sql !== "NULL") return `(${plain} OR ${isNaNOf(high)})`;
	if (!mayBeNaN(low)) return `(${plain} OR (${isNaNOf(high)} AND ${low.sql} IS NOT NULL))`;
	return `(${plain} OR (${isNaNOf(high)} AND NOT ${isNaNOf(low)}))`;
}
// packages/steps/src/data/athena/pattern.ts
/** What a backslash and a letter stand for in RE2; in Java syntax some of them depend on flags or on Unicode tables. */
const sets = {
	d: "0-9",
	w: "0-9A-Za-z_",
	s: "\\t\\n\\f\\r "
};
const controls = {
	t: "\\t",
	n: "\\n",
	r: "\\r",
	f: "\\f"
};
/**
* Writes an RE2 pattern in the part of the syntax that RE2 and Java read alike. `^` and `$` become the ends of the text
* (in Java `$` also stands before a last line end), `.` all but a line feed, `\d`, `\w` and `\s` their ASCII characters.
* Flags, word boundaries, Unicode classes, named groups and all else that differs, or may, is refused.
*/
function portablePattern(pattern) {
	try {
		return {
			ok: true,
			pattern: translate$1(pattern)
		};
	} catch (error) {
		if (error instanceof Refused) return {
			ok: false,
			reason: error.message
		};
		throw error;
	}
}
var Refused = class extends Error {};
function translate$1(pattern) {
	let written = "";
	let at = 0;
	let canRepeat = false;
	while (at < pattern.length) {
		const rest = pattern.slice(at);
		const [part, length] = next(rest, canRepeat);
		written += part;
		at += length;
		canRepeat = !/^(?:\(\?:|[(|^*+?{])/.test(rest) && rest[0] !== "$";
	}
	return written;
}
/** The first part of `rest` as it is written, and its length in `rest`. */
function next(rest, canRepeat) {
	const [char = ""] = rest;
	const repeat = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(rest)?.[0];
	if (repeat !== void 0) {
		if (!canRepeat) throw new Refused(`repeats at "${rest}" what engines do not agree on`);
		return [repeat, repeat.length];
	}
	switch (char) {
		case "[": return characterClass(rest);
		case "\\": return escaped$1(rest);
		case "(": {
			const open = rest.startsWith("(?:") ? "(?:" : "(";
			if (rest.startsWith("(?") && open === "(") throw new Refused(`has "${rest.slice(0, 4)}"`);
			return [open, open.length];
		}
		case ")":
		case "|": return [char, 1];
		case "^": return ["\\A", 1];
		case "$": return ["\\z", 1];
		case ".": return ["[^\\n]", 1];
		default: return [plain(char, rest), 1];
	}
}
function escaped$1(rest) {
	const letter = rest[1] ?? "";
	const set = sets[letter.toLowerCase()];
	if (set !== void 0) return [`[${letter === letter.toLowerCase() ? "" : "^"}${set}]`, 2];
	return [controls[letter] ?? anchor(letter) ?? escapedSign(letter), 2];
}
const anchor = (letter) => letter === "A" || letter === "z" ? `\\${letter}` : void 0;
function escapedSign(letter) {
	if (/^[!-/:-@[-`{-~]$/.test(letter)) return `\\${letter}`;
	throw new Refused(`has "\\${letter}"`);
}
/** Whatever could be more than itself, to any of the engines, is escaped. */
function plain(char, rest) {
	const code = rest.codePointAt(0) ?? 0;
	if (code > 65535 || code >= 55296 && code <= 57343) throw new Refused(`has "${String.fromCodePoint(code)}", a character beyond 16 bits`);
	return /^[!-/:-@[-`{-~]$/.test(char) ? `\\${char}` : char;
}
function characterClass(rest) {
	let at = rest[1] === "^" ? 2 : 1;
	let written = at === 2 ? "[^" : "[";
	const first = at;
	while (at < rest.length && (rest[at] !== "]" || at === first)) {
		if (rest.startsWith("[:", at)) throw new Refused(`has "${rest.slice(at, at + 6)}"`);
		const letter = rest[at] === "\\" ? rest[at + 1] : void 0;
		if (letter === void 0) {
			const isRange = rest[at] === "-" && at > first && rest[at + 1] !== "]";
			written += isRange ? "-" : plain(rest[at] ?? "", rest.slice(at));
			at += 1;
		} else {
			if (/[DWS]/.test(letter)) throw new Refused(`has "\\${letter}" in brackets`);
			written += sets[letter] ?? controls[letter] ?? escapedSign(letter);
			at += 2;
		}
	}
	if (rest[at] !== "]") throw new Refused("has a bracket that is not closed");
	return [`${written}]`, at + 1];
}
// packages/steps/src/data/athena/functions.ts
/** Functions and operators that mean the same in both engines, and how Athena writes them. */
const functions = {
	"+": arithmetic,
	"-": arithmetic,
	"*": arithmetic,
	"/": of(2, ([left, right]) => `(CAST(${left} AS DOUBLE) / CAST(${right} AS DOUBLE))`, true),
	"||": of(2, ([left, right]) => `(${left} || ${right})`),
	"~~": of(2, ([left, right]) => `(${left} LIKE ${right})`),
	"!~~": of(2, ([left, right]) => `(${left} NOT LIKE ${right})`),
	abs: keeping("abs"),
	floor: keeping("floor"),
	ceil: keeping("ceil"),
	length: of(1, ([text]) => `length(${text})`),
	lower: of(1, ([text]) => `lower(${text})`),
	upper: of(1, ([text]) => `upper(${text})`),
	starts_with: of(2, ([text, start]) => `starts_with(${text}, ${start})`),
	contains: of(2, ([text, part]) => `(strpos(${text}, ${part}) > 0)`),
	isnan: of(1, ([number]) => `is_nan(CAST(${number} AS DOUBLE))`),
	isfinite: of(1, ([number]) => `is_finite(CAST(${number} AS DOUBLE))`),
	year: of(1, ([time]) => `year(${time})`),
	month: of(1, ([time]) => `month(${time})`),
	day: of(1, ([time]) => `day(${time})`),
	nullif: (args, name) => {
		const [left, right] = both(args, name);
		return {
			sql: `CASE WHEN ${compare("COMPARE_EQUAL", left, right).sql} THEN NULL ELSE ${left.sql} END`,
			isFloat: left.isFloat,
			isConstant: false
		};
	},
	regexp_matches: (args, name) => {
		const [text, pattern] = both(args, name);
		const source = /^'(.*)'$/s.exec(pattern.sql)?.[1]?.replaceAll("''", "'");
		if (!pattern.isConstant || source === void 0) throw new RefusedExpression("has a pattern that is not written out");
		const portable = portablePattern(source);
		if (!portable.ok) throw new RefusedExpression(`has a pattern that ${portable.reason}, which engines read differently`);
		const quoted = `'${portable.pattern.replaceAll("'", "''")}'`;
		return {
			sql: `regexp_like(${text.sql}, ${quoted})`,
			isFloat: false,
			isConstant: false
		};
	}
};
function of(count, write, isFloat = false) {
	return (args, name) => {
		if (args.length !== count) throw new RefusedExpression(`calls "${name}" with ${args.length} arguments`);
		return {
			sql: write(args.map(({ sql }) => sql)),
			isFloat,
			isConstant: false
		};
	};
}
/** A function whose value is of the type of its argument. */
function keeping(athena) {
	return (args, name) => {
		return {
			...of(1, ([number]) => `${athena}(${number})`)(args, name),
			isFloat: args.some(({ isFloat }) => isFloat)
		};
	};
}
function arithmetic(args, name) {
	const isFloat = args.some((arg) => arg.isFloat);
	const [first] = args;
	if (args.length === 1 && first !== void 0 && name === "-") return {
		sql: `(-${first.sql})`,
		isFloat,
		isConstant: false
	};
	const [left, right] = both(args, name);
	return {
		sql: `(${left.sql} ${name} ${right.sql})`,
		isFloat,
		isConstant: false
	};
}
function both(args, name) {
	const [left, right] = args;
	if (left !== void 0 && right !== void 0 && args.length === 2) return [left, right];
	throw new RefusedExpression(`calls "${name}" with ${args.length} arguments`);
}
// packages/steps/src/data/athena/literal.ts
/** A literal of the checks file in Athena's SQL; `native` is the type of the column it is compared with. */
function athenaLiteral(literal, native) {
	switch (literal.type) {
		case "integer": return wholeSql(literal.text);
		case "number": return numberSql(literal.text, native);
		case "boolean": return String(literal.value);
		case "string": return quote(literal.text);
		case "date": return `DATE ${quote(literal.text)}`;
		case "timestamp": return timestampSql(literal.text, native);
	}
}
function wholeSql(text) {
	const value = BigInt(text);
	if (BigInt.asIntN(64, value) !== value) return `DECIMAL '${value}'`;
	return value < 0n ? `(${value})` : String(value);
}
/** Decimals are compared exactly with what can be written exactly, as in the engine of this machine. */
function numberSql(text, native) {
	if (native?.startsWith("DECIMAL") && /^-?\d{1,19}(\.\d{1,19})?$/.test(text)) return `DECIMAL ${quote(text)}`;
	return `CAST(${quote(text)} AS ${native === "FLOAT" ? "REAL" : "DOUBLE"})`;
}
/** The instant in UTC, as a column without time zones is taken for UTC; up to the microsecond, which is all that is compared. */
function timestampSql(text, native) {
	const [, day = "", minute = "00:00", second = "00", fraction = "", zone = "Z"] = /^(.{10})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? [];
	const written = `${(/* @__PURE__ */ new Date(`${day}T${minute}:${second}${zone}`)).toISOString().slice(0, 19).replace("T", " ")}.${fraction.slice(0, 6).padEnd(6, "0")}`;
	return native?.endsWith("TIME ZONE") ? `CAST('${written} UTC' AS TIMESTAMP(6) WITH TIME ZONE)` : `TIMESTAMP '${written}'`;
}
// packages/steps/src/data/athena/expression.ts
/**
* Writes the tree of an expression in Athena's SQL. Only what is listed here, and in functions.ts, means the same in both
* engines; all else is refused. A column whose type is not known yet is taken for the best.
*/
function athenaExpression(tree, columns) {
	try {
		return {
			ok: true,
			sql: part(tree, columns).sql
		};
	} catch (error) {
		if (error instanceof RefusedExpression) return {
			ok: false,
			reason: error.message
		};
		throw error;
	}
}
function part(value, columns) {
	if (!isNode(value)) throw new Error("a part of an expression is missing");
	const of = (child) => part(child, columns);
	switch (value.class) {
		case "COLUMN_REF": return column(value, columns);
		case "CONSTANT": return constant(value);
		case "COMPARISON": return compare(String(value.type), of(value.left), of(value.right));
		case "BETWEEN": {
			const [input, lower, upper] = [
				of(value.input),
				of(value.lower),
				of(value.upper)
			];
			const above = compare("COMPARE_GREATERTHANOREQUALTO", input, lower).sql;
			return truth(`(${above} AND ${compare("COMPARE_LESSTHANOREQUALTO", input, upper).sql})`);
		}
		case "CONJUNCTION": {
			const word = value.type === "CONJUNCTION_AND" ? " AND " : " OR ";
			return truth(`(${nodes(value.children).map((child) => of(child).sql).join(word)})`);
		}
		case "OPERATOR": return operator(value, of);
		case "CASE": return caseOf(value, of);
		case "CAST": return cast(value, columns);
		case "FUNCTION": return call(value, of);
		default: throw new RefusedExpression(`has ${String(value.class).toLowerCase()}`);
	}
}
const truth = (sql) => ({
	sql,
	isFloat: false,
	isConstant: false
});
function column({ column_names }, columns) {
	const name = String(Array.isArray(column_names) ? column_names[0] : "");
	const found = columns.get(name);
	if (found === void 0) throw new Error(`no column stands for ${JSON.stringify(name)}`);
	const { sql, native } = found;
	if (native !== void 0 && typeOfNative(native) === "other") throw new RefusedExpression(`names "${name}", which is ${native}`);
	return {
		sql,
		isFloat: native === void 0 || isFloating(native),
		isConstant: false
	};
}
function constant({ value }) {
	if (!isNode(value) || !isNode(value.type)) throw new Error("a constant has no type");
	const of = (sql, isFloat = false) => ({
		sql,
		isFloat,
		isConstant: true
	});
	if (value.is_null === true) return of("NULL");
	const id = String(value.type.id);
	const number = Number(value.value);
	switch (id) {
		case "VARCHAR": return of(quote(String(value.value)));
		case "DOUBLE": return of(`CAST('${number}' AS DOUBLE)`, true);
		case "TINYINT":
		case "SMALLINT":
		case "INTEGER":
		case "BIGINT":
		case "DECIMAL":
			if (!Number.isSafeInteger(number)) break;
			return of(id === "DECIMAL" ? decimal$1(number, value.type) : number < 0 ? `(${number})` : String(number));
	}
	throw new RefusedExpression(`has a constant of type ${id} that is not written the same`);
}
function decimal$1(whole, type) {
	const scale = isNode(type.type_info) ? Number(type.type_info.scale) : 0;
	const digits = String(Math.abs(whole)).padStart(scale + 1, "0");
	const split = digits.length - scale;
	const text = scale === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
	return `DECIMAL '${whole < 0 ? "-" : ""}${text}'`;
}
function operator(node, of) {
	const [first, ...others] = nodes(node.children).map(of);
	if (first === void 0) throw new Error("an operator has no operand");
	switch (node.type) {
		case "OPERATOR_NOT": return truth(`(NOT ${first.sql})`);
		case "OPERATOR_IS_NULL": return truth(`(${first.sql} IS NULL)`);
		case "OPERATOR_IS_NOT_NULL": return truth(`(${first.sql} IS NOT NULL)`);
		case "OPERATOR_COALESCE": {
			const all = [first, ...others];
			return {
				sql: `coalesce(${all.map(({ sql }) => sql).join(", ")})`,
				isFloat: all.some(({ isFloat }) => isFloat),
				isConstant: false
			};
		}
		case "COMPARE_IN":
		case "COMPARE_NOT_IN": {
			if (others.some(({ isFloat, isConstant }) => isFloat && !isConstant)) throw new RefusedExpression("looks for a value among floating-point numbers of the row");
			const word = node.type === "COMPARE_IN" ? "IN" : "NOT IN";
			return truth(`(${first.sql} ${word} (${others.map(({ sql }) => sql).join(", ")}))`);
		}
	}
	throw new RefusedExpression(`has ${String(node.type).toLowerCase().replaceAll("_", " ")}`);
}
function caseOf(node, of) {
	const checks = nodes(node.case_checks);
	const values = [...checks.map((check) => of(check.then_expr)), of(node.else_expr)];
	return {
		sql: `CASE ${checks.map((check, at) => `WHEN ${of(check.when_expr).sql} THEN ${values[at]?.sql}`).join(" ")} ELSE ${values.at(-1)?.sql} END`,
		isFloat: values.some(({ isFloat }) => isFloat),
		isConstant: false
	};
}
/** Words such as DATE before a text, and what is cast without a choice of how. */
function cast(node, columns) {
	const { child } = node;
	const to = isNode(node.cast_type) ? String(node.cast_type.id) : "";
	if (node.try_cast === true || !isNode(child)) throw new RefusedExpression("has TRY_CAST");
	const value = isNode(child.value) && !child.value.is_null ? child.value.value : void 0;
	if (child.class === "CONSTANT" && typeof value === "string") return typedText(value, to);
	if (child.class !== "COLUMN_REF") throw new RefusedExpression(`casts more than a column to ${to}`);
	const name = String(Array.isArray(child.column_names) ? child.column_names[0] : "");
	const native = columns.get(name)?.native;
	const from = native === void 0 ? void 0 : typeOfNative(native);
	if (!(to === "DOUBLE" && [
		"integer",
		"number",
		void 0
	].includes(from) || to === "VARCHAR" && [
		"integer",
		"string",
		void 0
	].includes(from) || to === "DATE" && [
		"date",
		"timestamp",
		void 0
	].includes(from))) throw new RefusedExpression(`casts ${native ?? "a column"} to ${to}`);
	return {
		sql: `CAST(${column(child, columns).sql} AS ${to})`,
		isFloat: to === "DOUBLE",
		isConstant: false
	};
}
function typedText(text, to) {
	const of = (sql) => ({
		sql,
		isFloat: false,
		isConstant: true
	});
	if (to === "BOOLEAN" && (text === "t" || text === "f")) return of(text === "t" ? "true" : "false");
	if (to === "DATE" || to === "TIMESTAMP") {
		const literal = toLiteral(text, to === "DATE" ? "date" : "timestamp");
		if (literal !== void 0 && !/Z$|[+-]\d{2}:\d{2}$/.test(text)) return of(athenaLiteral(literal, to));
	}
	throw new RefusedExpression(`casts ${JSON.stringify(text)} to ${to}`);
}
function call(node, of) {
	const name = String(node.function_name).toLowerCase();
	const write = functions[name];
	const isPlain = node.filter === null && node.distinct === false;
	if (write === void 0 || !isPlain) throw new RefusedExpression(`calls "${name}", which Athena does not have in the same meaning`);
	return write(nodes(node.children).map(of), name);
}
const isFloating = (native) => native === "FLOAT" || native === "DOUBLE";
// packages/steps/src/data/athena/dialect.ts
const epochMs = (time) => `date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', CAST(${time} AS TIMESTAMP(6)))`;
/** The SQL of Athena, which is that of Trino. */
const athenaDialect = {
	whole: "DECIMAL(38, 0)",
	toWhole: (double) => `CAST(CASE WHEN ${double} - floor(${double}) = 0.5E0 THEN 2 * floor((${double} + 0.5E0) / 2) ELSE ${double} END AS DECIMAL(38, 0))`,
	nanIsGreatest: false,
	countedTogether: 1,
	isFinite: (number) => `is_finite(${number})`,
	isNaN: (number) => `is_nan(${number})`,
	matches(text, pattern) {
		const portable = portablePattern(pattern);
		if (!portable.ok) throw new Error(`a pattern ${portable.reason}`);
		return `regexp_like(${text}, ${quote(portable.pattern)})`;
	},
	literal: athenaLiteral,
	isIn: (value, from, isRow) => `${isRow ? `ROW(${value})` : value} IN (SELECT value FROM ${from})`,
	row: (values) => `ROW(${values.join(", ")})`,
	epochMs,
	epochMicros: (time) => `(1000 * ${epochMs(time)})`,
	valueOfLeast: (value, keys) => `min_by(${value}, ROW(${keys.join(", ")}))`,
	expression: async ({ tree }, columns) => athenaExpression(tree, columns)
};
// packages/steps/src/data/athena/quantiles.ts
/**
* A query for exact quantiles: Athena's own are approximate. The values are counted, and each quantile lies between the
* last value that is not above its place and the next: `n` values, and `l0`, `h0`, … around each place.
*/
function quantileQuery(x, places, from) {
	return `SELECT max(total) AS n, ${places.flatMap((place, at) => {
		const position = `CAST(total - 1 AS DOUBLE) * ${double(place)}`;
		return [`min(value) FILTER (WHERE upto > floor(${position})) AS l${at}`, `min(value) FILTER (WHERE upto > ceil(${position})) AS h${at}`];
	}).join(", ")}
    FROM (SELECT value, sum(n) OVER (ORDER BY value) AS upto, sum(n) OVER () AS total
      FROM (SELECT value, count(*) AS n FROM (SELECT ${x} AS value FROM (${from})) WHERE value IS NOT NULL GROUP BY value))`;
}
/** The quantile out of a row of that query, interpolated as the engine of this machine does. */
function numbersOf(row, place, at) {
	const [n, low, high] = [
		row?.n,
		row?.[`l${at}`],
		row?.[`h${at}`]
	];
	if (n === null || n === void 0 || low === null || low === void 0) return null;
	const position = (Number(n) - 1) * place;
	const share = position - Math.floor(position);
	return interpolate(Number(low), Number(high), share);
}
// packages/steps/src/data/athena/result.ts
/** Rows by the names of their columns; whole numbers are bigints, as from the engine of this machine. */
function rowsOf$1({ columns, rows }) {
	return rows.map((cells) => Object.fromEntries(columns.map(({ name, type }, at) => [name, cellValue(cells[at], type)])));
}
function cellValue(text, type) {
	if (text === void 0) return null;
	switch (type) {
		case "tinyint":
		case "smallint":
		case "integer":
		case "bigint": return BigInt(text);
		case "real":
		case "float":
		case "double": return Number(text);
		case "boolean": return text === "true";
		default: return text;
	}
}
// packages/steps/src/data/athena/engine.ts
/** Athena takes 262,144 bytes of SQL. */
const mostBytes = 25e4;
/** The engine for tables of one catalog and database. Nothing is kept in Athena: what is wanted again is computed again. */
function athenaEngine(runner, context) {
	const kept = /* @__PURE__ */ new Map();
	let scannedBytes = 0;
	const run = async (sql) => {
		const whole = withKept(sql, kept);
		const found = await runner.run({
			...context,
			sql: whole
		});
		scannedBytes += found.scannedBytes;
		return found;
	};
	const query = async (sql, values) => {
		if (values !== void 0) throw new Error("values stand in the SQL of Athena");
		return rowsOf$1(await run(sql));
	};
	return {
		dialect: athenaDialect,
		query,
		mostValues: Number.POSITIVE_INFINITY,
		async aggregate(asked, from) {
			const found = /* @__PURE__ */ new Map();
			const plain = asked.filter((ask) => !isQuantile(ask)).map(aggregateKey);
			for (const some of chunks(plain, mostBytes - withKept(from, kept).length)) {
				const [row] = await query(`SELECT ${some.map((sql, at) => `${sql} AS a${at}`).join(", ")} FROM (${from})`);
				for (const [at, sql] of some.entries()) found.set(sql, row?.[`a${at}`]);
			}
			const quantiles = asked.filter(isQuantile);
			for (const [x, some] of Map.groupBy(quantiles, (quantile) => quantile.x)) {
				const [row] = await query(quantileQuery(x, some.map(({ at }) => at), from));
				for (const [at, quantile] of some.entries()) found.set(aggregateKey(quantile), numbersOf(row, quantile.at, at));
			}
			return asked.map((ask) => found.get(aggregateKey(ask)));
		},
		keep: async (name, select) => void kept.set(name, select),
		forget: async (name) => void kept.delete(name),
		async typesOf(expressions, from) {
			const select = expressions.map((expression, at) => `${expression} AS e${at}`).join(", ");
			const { columns } = await run(`SELECT ${select} FROM (${from}) WHERE false`);
			return columns.map(({ type }) => type.toUpperCase());
		},
		close: () => void 0,
		scannedBytes: () => scannedBytes
	};
}
/** The query with all that it names of what is kept, and what that names in turn, before it. */
function withKept(sql, kept) {
	const names = /* @__PURE__ */ new Set();
	const collect = (text) => {
		for (const name of kept.keys()) {
			if (names.has(name) || !new RegExp(`\\b${name}\\b`).test(text)) continue;
			collect(kept.get(name) ?? "");
			names.add(name);
		}
	};
	collect(sql);
	if (names.size === 0) return sql;
	return `WITH ${[...names].map((name) => `${name} AS (${kept.get(name)})`).join(", ")} ${sql}`;
}
/** Aggregates in as few queries as hold them. */
function chunks(asked, most) {
	const all = [];
	let bytes = Number.POSITIVE_INFINITY;
	for (const sql of asked) {
		const own = Buffer.byteLength(sql) + 12;
		if (own > most) throw new EngineError(/* @__PURE__ */ new Error("Athena Error: one check is longer than the SQL that Athena takes"));
		if (bytes + own > most) {
			all.push([]);
			bytes = 0;
		}
		all.at(-1)?.push(sql);
		bytes += own;
	}
	return all;
}
// packages/steps/src/data/athena/runner.ts
/** Athena ends a query itself long before. */
const longestMs = 216e5;
/** A runner for the queries of one run. */
function createRunner(options) {
	const { session, context, scanLimitBytes } = options;
	const { clock, signal, log, timeoutMs = longestMs } = context;
	const run = `${context.run.id}/${context.random()}`;
	let scannedBytes = 0;
	const answered = /* @__PURE__ */ new Map();
	const follow = {
		clock,
		signal,
		timeoutMs,
		onReading(execution) {
			if (scannedBytes + execution.scannedBytes > scanLimitBytes) throw overLimit(execution.id, scanLimitBytes);
		}
	};
	const once = async ({ sql, catalog, database }) => {
		const { workGroup, output } = options;
		const ask = (attempt) => {
			const parts = [
				run,
				workGroup,
				catalog,
				database,
				sql,
				String(attempt)
			];
			const token = createHash("sha256").update(parts.join("\0")).digest("hex");
			return runAthenaQuery(session, {
				sql,
				catalog,
				database,
				workGroup,
				output,
				token
			}, follow);
		};
		let ended = await ask(0);
		let ownBytes = ended.scannedBytes;
		if (ended.state === "FAILED" && ended.isRetryable) {
			log.warn(`Athena: the query ${ended.id} failed and is asked again: ${ended.reason ?? "no reason given"}`);
			ended = await ask(1);
			ownBytes += ended.scannedBytes;
		}
		scannedBytes += ownBytes;
		log.info(`Athena: query ${ended.id}, ${formatBytes(ended.scannedBytes)} scanned`);
		if (ended.state !== "SUCCEEDED") throw failure(ended, options);
		return {
			...await athenaRows(session, ended.id, { signal }),
			scannedBytes: ownBytes
		};
	};
	return { async run(query) {
		const key = [
			query.catalog,
			query.database,
			query.sql
		].join("\0");
		const known = answered.get(key);
		if (known !== void 0) return {
			...await known,
			scannedBytes: 0
		};
		const answer = once(query);
		answered.set(key, answer);
		return await answer;
	} };
}
function overLimit(id, limitBytes) {
	return new StepError("SCAN_LIMIT_REACHED", {
		message: `the queries of this run scanned more than ${formatBytes(limitBytes)}; the query "${id}" was ended`,
		fix: ({ input }) => `limit the checks with where: to some partitions, or raise ${input("athena-scan-limit", "BYTES")}`
	});
}
/** Errors of Trino that the values of the data bring about, by the names before their colon. */
const ofValues$1 = /^(INVALID_CAST_ARGUMENT|NUMERIC_VALUE_OUT_OF_RANGE|DIVISION_BY_ZERO|INVALID_FUNCTION_ARGUMENT)\b/;
const ofFiles = /^(HIVE_BAD_DATA|HIVE_CURSOR_ERROR|HIVE_INVALID_METADATA|ICEBERG_BAD_DATA)\b/;
function failure({ id, state, reason = "no reason given", scannedBytes }, place) {
	if (state === "CANCELLED" && place.cutoffBytes !== void 0 && scannedBytes >= place.cutoffBytes) return new StepError("SCAN_LIMIT_REACHED", {
		message: `the query "${id}" scanned more than the ${formatBytes(place.cutoffBytes)} that the workgroup "${place.workGroup}" allows`,
		fix: "limit the checks with where: to some partitions, or raise the limit of the workgroup"
	});
	const type = ofValues$1.test(reason) ? "Conversion" : ofFiles.test(reason) ? "Invalid Input" : "Athena";
	return new EngineError(/* @__PURE__ */ new Error(`${type} Error: the query ${id} ${state === "FAILED" ? "failed" : "was cancelled"}: ${reason}`));
}
// packages/steps/src/data/athena/samples.ts
/**
* Values of failing rows of each check that did not pass, by the number of the check. Rows of a table have no order there,
* so they have no number: each combination of values is named once, in the order of the values. One query a check.
*/
async function takeAthenaSamples(engine, { table, projection }, { measured }, findings, limit) {
	const all = /* @__PURE__ */ new Map();
	for (const [index, found] of measured.entries()) {
		if (found.kind !== "rows" || found.failing === 0n || findings[index]?.status === "passed") continue;
		const { columns, rule } = found.check;
		if (limit === 0 || columns.length === 0 || rule.kind === "nullable") continue;
		const cells = columns.map((name, at) => `r${projection.place(name)} AS c${at}`).join(", ");
		const order = columns.map((_, at) => at + 1).join(", ");
		const from = projection.over(table.scan(projection.names, "strict"));
		const rows = await engine.query(`SELECT DISTINCT ${cells} FROM (${from}) WHERE ${found.condition} ORDER BY ${order} LIMIT ${limit}`);
		all.set(index, rows.map((row) => ({
			file: table.source.entry,
			cells: columns.map((column, at) => ({
				column,
				value: textOf$1(row[`c${at}`])
			}))
		})));
	}
	return all;
}
const textOf$1 = (value) => value === null || value === void 0 ? null : String(value);
// packages/steps/src/data/athena/table.ts
/** Opens a table of Athena: asks the catalog for its columns. */
async function openAthenaTable(session, source, options) {
	const name = parseTableName(source.entry);
	const columns = await athenaColumns(session, name, options);
	const from = `${identifier(name.database)}.${identifier(name.table)}`;
	return {
		source,
		columns: columns.map(columnOf$1),
		repeated: [],
		unreadable: [],
		mostRows: Number.POSITIVE_INFINITY,
		isText: false,
		readings: ["strict"],
		scan(names) {
			return `SELECT ${[
				...names.map((column, at) => `${hasColumn(columns, column) ? identifier(column) : "NULL"} AS k${at}`),
				"true AS good",
				"false AS blank"
			].join(", ")} FROM ${from}`;
		},
		scanFile: () => {
			throw new Error("a table of Athena has no files of its own");
		},
		text: (cell) => cell,
		typed: (cell) => cell,
		rejected: async () => nothingRejected,
		locate: async () => /* @__PURE__ */ new Map()
	};
}
const hasColumn = (columns, name) => columns.some((column) => column.name === name);
function columnOf$1({ name, type }) {
	const native = nativeOf(type);
	return {
		name,
		native,
		type: typeOfNative(native),
		missingFrom: [],
		otherTypes: []
	};
}
/** Types of catalogs, in the words of the engine of this machine: reports and rules then read alike. */
const natives = {
	boolean: "BOOLEAN",
	tinyint: "TINYINT",
	smallint: "SMALLINT",
	int: "INTEGER",
	integer: "INTEGER",
	bigint: "BIGINT",
	float: "FLOAT",
	real: "FLOAT",
	double: "DOUBLE",
	string: "VARCHAR",
	date: "DATE",
	timestamp: "TIMESTAMP",
	timestamptz: "TIMESTAMP WITH TIME ZONE",
	"timestamp with time zone": "TIMESTAMP WITH TIME ZONE"
};
/** What is none of these is as it is: arrays, maps, and `char(n)`, whose comparison pads. */
function nativeOf(type) {
	const plain = type.toLowerCase().trim();
	if (/^varchar(\(\d+\))?$/.test(plain)) return "VARCHAR";
	const [, digits] = /^decimal\((\d+, ?\d+)\)$/.exec(plain) ?? [];
	if (digits !== void 0) return `DECIMAL(${digits.replace(" ", "")})`;
	return natives[plain.replace(/^timestamp\(\d+\)/, "timestamp")] ?? type;
}
// packages/steps/src/data/athena/workgroup.ts
/** Looks at the workgroup before anything is asked in it: that it can be used, and that results have a place. */
async function openPlace(session, { workGroup, output }, signal) {
	if (output !== void 0 && parseS3Uri(output) === void 0) throw new StepError("INPUT_INVALID", {
		message: `"${output}" is no place in S3 for results of Athena`,
		fix: ({ input }) => `write ${input("athena-output", "s3://BUCKET/PREFIX/")}`
	});
	const found = await athenaWorkGroup(session, workGroup, { signal });
	if (!found.isEnabled) throw new StepError("SOURCE_INVALID", {
		message: `the workgroup "${workGroup}" of Athena is not enabled`,
		fix: "enable it, or name another"
	});
	if (found.output === void 0 && output === void 0) throw new StepError("INPUT_INVALID", {
		message: `the workgroup "${workGroup}" of Athena has no place for results`,
		fix: ({ input }) => `set one for the workgroup, or give ${input("athena-output", "s3://BUCKET/PREFIX/")}`
	});
	return {
		workGroup,
		output: found.isEnforced || found.output === "managed" ? void 0 : output,
		cutoffBytes: found.cutoffBytes
	};
}
// packages/steps/src/data/athena/backend.ts
/** What reads the sources of a run that are in Athena: one account, one workgroup and one limit for all of them. */
function athenaBackends(context) {
	let opened;
	return async ({ source }) => {
		opened ??= open$1(context, source.entry);
		const { session, place, runner } = await opened;
		const { signal } = context;
		const engine = athenaEngine(runner, parseTableName(source.entry));
		return {
			engine,
			openTable: (one) => openAthenaTable(session, one.source, {
				workGroup: place.workGroup,
				signal
			}),
			takeSamples: takeAthenaSamples,
			scannedBytes: engine.scannedBytes
		};
	};
}
async function open$1(context, entry) {
	const { inputs, aws, signal } = context;
	const session = await aws.session(environmentOf(entry, context), signal);
	const place = await openPlace(session, {
		workGroup: inputs.athenaWorkgroup,
		output: inputs.athenaOutput
	}, signal);
	return {
		session,
		place,
		runner: createRunner({
			...place,
			session,
			context,
			scanLimitBytes: inputs.athenaScanLimit
		})
	};
}
// packages/steps/src/data/athena/refusals.ts
/** Refuses what cannot be done with tables of Athena before anything is read: all of it would else be found late, and paid for. */
function assertReachable(planned, sampleRows) {
	for (const { source, plan, related } of planned) {
		if (source.format === "athena" && sampleRows !== void 0) throw new StepError("SOURCE_INVALID", {
			message: `the source "${source.entry}" has no first rows: a table of Athena has no order`,
			fix: ({ input }) => `leave ${input("sample")} out, or limit the checks with where:`
		});
		for (const other of related.keys()) assertTogether(source.entry, other);
		if (source.format === "athena") assertSpelled(source.entry, plan);
	}
}
/** What has no spelling there that means the same. */
function assertSpelled(entry, { checks, nanIsNull }) {
	const unlike = checks.find(({ rule }) => rule.kind === "unique" && rule.nulls === "equal");
	if (unlike === void 0 && !nanIsNull) return;
	throw new StepError("SOURCE_INVALID", {
		message: `the source "${entry}" is in Athena, where ${unlike === void 0 ? "nan-is-null" : `"${unlike.name}" with nulls: equal`} cannot be asked`,
		fix: "leave it out for this source, under sources: of the checks file"
	});
}
/** One engine reads both sides of a check. */
function assertTogether(entry, other) {
	if (isAthena(entry) !== isAthena(other)) throw new StepError("SOURCE_INVALID", {
		message: `"${entry}" cannot be held against "${other}": one of them is in Athena, the other is not`,
		fix: "hold tables of Athena against tables of Athena, and files against files"
	});
	if (isAthena(entry) && parseTableName(entry).catalog !== parseTableName(other).catalog) throw new StepError("SOURCE_INVALID", {
		message: `"${entry}" cannot be held against "${other}": they are in two catalogs`,
		fix: "hold tables of one catalog against each other"
	});
}
/** Why a pattern would not find the same in Athena. */
function athenaPatternProblem(pattern) {
	const portable = portablePattern(pattern);
	return portable.ok ? void 0 : `${portable.reason}, which Athena reads differently`;
}
/** Why an expression has no SQL in Athena that means the same; what hangs on the types of columns is found when they are known. */
function athenaExpressionProblem({ columns, tree }) {
	const written = athenaExpression(tree, new Map(columns.map((name) => [name, {
		sql: name,
		native: void 0
	}])));
	return written.ok ? void 0 : written.reason;
}
// packages/steps/src/data/engine/engine-lock.ts
/** The package that reads data. */
const engineName = "@duckdb/node-api";
/** What `name` needs, itself included, of a lock where each package is there once. */
function lockedClosure(packages, name) {
	const found = {};
	const visit = (wanted) => {
		const path = `node_modules/${wanted}`;
		const entry = packages[path];
		if (entry === void 0 || found[path] !== void 0) return;
		const { version, integrity, dependencies, optionalDependencies } = entry;
		found[path] = {
			...version !== void 0 && { version },
			...integrity !== void 0 && { integrity },
			...dependencies && { dependencies },
			...optionalDependencies && { optionalDependencies }
		};
		for (const next of Object.keys({
			...dependencies,
			...optionalDependencies
		})) visit(next);
	};
	visit(name);
	return found;
}
/**
* A project that installs the engine on one machine. The native part is asked for by name, since npm passes over an optional
* one that it could not get. Addresses are left out: npm takes the packages from the registry it is set up for. Undefined where
* there is no native part for the machine.
*/
function engineProject(packages, machine) {
	const { platform, arch, isMusl } = machine;
	const native = `@duckdb/node-bindings-${platform}-${arch}${isMusl ? "-musl" : ""}`;
	const version = packages[`node_modules/${engineName}`]?.version;
	const nativeVersion = packages[`node_modules/${native}`]?.version;
	if (version === void 0 || nativeVersion === void 0) return void 0;
	const project = {
		name: "ml-ci-data-engine",
		version: "1.0.0",
		dependencies: {
			[engineName]: version,
			[native]: nativeVersion
		}
	};
	const needed = Object.entries(lockedClosure(packages, engineName)).filter(([path]) => !path.startsWith("node_modules/@duckdb/node-bindings-") || path.endsWith(`/${native}`)).map(([path, { optionalDependencies: _, ...entry }]) => [path, entry]);
	const lock = {
		name: project.name,
		version: project.version,
		lockfileVersion: 3,
		requires: true,
		packages: {
			"": project,
			...Object.fromEntries(needed)
		}
	};
	return {
		version,
		manifest: JSON.stringify({
			...project,
			private: true
		}),
		lock: JSON.stringify(lock)
	};
}
// packages/steps/src/data/engine/duckdb.ts
/** The data engine: as installed beside this code in exactly the locked version, else fetched once into the tool cache. */
async function loadDuckDb(context) {
	const { default: lock } = await import("./package-lock.js");
	const packages = lock.packages;
	if (installedVersion(createRequire(import.meta.url)) === packages[`node_modules/@duckdb/node-api`]?.version) return await import("@duckdb/node-api").catch(unusable);
	const machine = {
		platform: process.platform,
		arch: process.arch,
		isMusl: isMusl()
	};
	const name = `${machine.platform}-${machine.arch}${machine.isMusl ? "-musl" : ""}`;
	const project = engineProject(packages, machine);
	if (project === void 0) throw new StepError("DATA_ENGINE_MISSING", {
		message: `there is no data engine for ${name}`,
		fix: "run this step on Linux, macOS or Windows, x64 or arm64"
	});
	const { fetchEngine } = await import("./steps-data-engine-engine-fetch.js");
	const folder = join(context.files.toolCache, "duckdb", project.version, name);
	await fetchEngine({
		...context,
		project,
		folder
	});
	return loadFrom(folder).catch((cause) => unusable(cause, folder));
}
async function loadFrom(folder) {
	const entry = createRequire(join(folder, "package.json")).resolve(engineName);
	return (await import(pathToFileURL(entry).href)).default;
}
function installedVersion(here) {
	try {
		return here(`${engineName}/package.json`).version;
	} catch {
		return;
	}
}
function isMusl() {
	if (process.platform !== "linux") return false;
	return process.report.getReport().header?.glibcVersionRuntime === void 0;
}
function unusable(cause, folder) {
	throw new StepError("DATA_ENGINE_MISSING", {
		message: `the data engine cannot be loaded on ${process.platform} ${process.arch}: ${describeError(cause)}`,
		fix: folder ? `remove "${folder}" and run again` : "install with optional dependencies, on a platform that @duckdb/node-bindings supports",
		cause
	});
}
// packages/steps/src/data/history/compare.ts
/** Holds a figure against those of earlier runs. */
function compareRuns({ check, value, earlier, rows }) {
	const { rule } = check;
	const last = earlier.slice(-rule.last);
	const nothing = {
		check,
		failing: 0n,
		rows
	};
	if (value === void 0) return {
		...nothing,
		status: "skipped",
		message: `not measured: "${rule.check}" was not measured`
	};
	if (last.length < rule.minRuns) {
		const message = `not measured: ${plural(last.length, "earlier run")}, and ${rule.minRuns} are needed`;
		return {
			...nothing,
			status: "skipped",
			message
		};
	}
	const { median, difference, change, z } = distanceOf(value, last);
	const isFailing = difference > (rule.maxDifference ?? Number.POSITIVE_INFINITY) || change > (rule.maxChange ?? Number.POSITIVE_INFINITY) || z > (rule.maxZ ?? Number.POSITIVE_INFINITY);
	const failing = isFailing ? 1n : 0n;
	const parts = [
		rule.maxDifference === void 0 ? [] : [`differs by ${short(difference)}`],
		rule.maxChange === void 0 ? [] : [`by ${short(change * 100)} %`],
		rule.maxZ === void 0 ? [] : [`robust z ${short(z)}`]
	].flat();
	const text = `is ${short(value)}, and ${short(median)} in the median of ${plural(last.length, "run")}: ${parts.join(", ")}`;
	return {
		check,
		status: statusOf(check.limits, failing, rows),
		failing,
		rows,
		figure: {
			value,
			text,
			plots: [{
				kind: "series",
				values: last
			}]
		},
		message: isFailing ? text : void 0
	};
}
/**
* How far a value is from others. The robust z-score is 0.6745 × distance / MAD; where more than half are the same, the
* mean absolute deviation takes its place with the factor 0.7979 (Iglewicz and Hoaglin, 1993); where all are, any other
* value is infinitely far.
*/
function distanceOf(value, others) {
	const median = medianOf(others);
	const difference = Math.abs(value - median);
	const deviations = others.map((other) => Math.abs(other - median));
	const mad = medianOf(deviations);
	const mean = deviations.reduce((sum, each) => sum + each, 0) / deviations.length;
	const ratio = (part, whole) => part === 0 ? 0 : part / whole;
	return {
		median,
		difference,
		change: ratio(difference, Math.abs(median)),
		z: mad > 0 ? ratio(.6745 * difference, mad) : ratio(.7979 * difference, mean)
	};
}
function medianOf(values) {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? NaN;
	return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}
const short = (value) => Number(value.toPrecision(4));
// packages/steps/src/data/history/run-metrics.ts
/** What is kept of a run: figures only, no value of the data. */
const runMetricsSchema = object({
	format: literal("ml-ci/validate-data-history/1"),
	/** ISO 8601, on the clock of the run. */
	at: string(),
	run: string(),
	commit: string().optional(),
	verdict: _enum(["passed", "failed"]),
	/** By the entry of each source, and there by the name of each check. */
	sources: record$1(string(), object({
		rows: number(),
		checks: record$1(string(), number())
	}))
});
/** The figures of the sources of a run. */
function metricsOf(sources) {
	return Object.fromEntries(sources.map(({ entry, rows, findings }) => [entry, {
		rows: Number(rows),
		checks: Object.fromEntries(findings.flatMap((finding) => {
			const value = metricOf$1(finding);
			return value === void 0 ? [] : [[finding.check.name, value]];
		}))
	}]));
}
/** The figure of a check, or the share of failing rows of one that counts them; undefined where it was not measured. */
function metricOf$1({ check, status, figure, failing, rows }) {
	if (check.rule.kind === "history" || status === "skipped") return void 0;
	if (figure !== void 0) return figure.value;
	if (check.rule.kind === "row-count") return Number(rows);
	return rows === 0n || !isOfRows(check) ? void 0 : Number(failing) / Number(rows);
}
// packages/steps/src/data/history/store.ts
/** Opens a folder, or a prefix of S3. */
async function openHistory(place, context) {
	return place.startsWith("s3://") ? await inS3(place, context) : inFolder(context.files.resolve(place), context);
}
function inFolder(folder, { files }) {
	return {
		async last(count) {
			return await readAll(await readdir(folder).catch((error) => {
				if (error.code === "ENOENT") return [];
				throw error;
			}), count, (name) => readFile(join(folder, name), "utf8"));
		},
		async add(metrics) {
			await mkdir(folder, { recursive: true });
			await files.write(join(folder, nameOf$2(metrics)), textOf(metrics));
		}
	};
}
async function inS3(place, context) {
	const { signal } = context;
	const prefix = parseS3Uri(place.endsWith("/") ? place : `${place}/`);
	if (prefix === void 0) throw new StepError("SOURCE_INVALID", {
		message: `the history "${place}" is no S3 address`,
		fix: "write it as s3://bucket/prefix/"
	});
	const session = await context.aws.session(environmentOf(place, context), signal);
	const at = (name) => ({
		bucket: prefix.bucket,
		key: `${prefix.key}${name}`
	});
	return {
		async last(count) {
			const names = [];
			for await (const { uri } of listObjects(session, prefix, { signal })) names.push(uri.key.slice(prefix.key.length));
			return await readAll(names, count, async (name) => {
				const chunks = [];
				for await (const chunk of await readObject(session, at(name), { signal })) chunks.push(chunk);
				return Buffer.concat(chunks).toString("utf8");
			});
		},
		async add(metrics) {
			const body = (async function* () {
				yield Buffer.from(textOf(metrics));
			})();
			await writeObject(session, at(nameOf$2(metrics)), body, {
				signal,
				overwrite: false,
				contentType: "application/json"
			});
		}
	};
}
/** Files of the history that are read at the same time. */
const readAtOnce = 16;
const namePattern = /^\d{8}T\d{9}Z-[\w.-]+\.json$/;
async function readAll(names, count, read) {
	const newest = names.filter((name) => namePattern.test(name)).sort().slice(-count);
	return await mapAtMost(newest, readAtOnce, async (name) => parse$1(await read(name), name));
}
function parse$1(text, name) {
	try {
		return runMetricsSchema.parse(JSON.parse(text));
	} catch (cause) {
		throw new StepError("SOURCE_INVALID", {
			message: `"${name}" of the history cannot be read`,
			fix: "remove it, or name another place",
			cause
		});
	}
}
/** `20261130T163000123Z-<run>.json`: names sort as times do. */
function nameOf$2({ at, run, commit }) {
	return `${at.replaceAll(/[-:.]/g, "")}-${[run, commit?.slice(0, 12)].filter(Boolean).join("-").replaceAll(/[^\w.-]/g, "_").slice(0, 100)}.json`;
}
const textOf = (metrics) => `${JSON.stringify(metrics, void 0, 2)}\n`;
// packages/steps/src/data/history/history.ts
/** Runs that are read: more than any check looks back at, since failed ones do not count. */
const mostRuns = 200;
/** Opens the history, and reads what earlier runs found. */
async function openRuns(place, context) {
	const store = await openHistory(place, context);
	return {
		store,
		earlier: (await store.last(mostRuns)).filter(({ verdict }) => verdict === "passed")
	};
}
/** Adds what is told of a source against earlier runs. */
function withHistory(source, { plan }, { earlier }) {
	const findings = source.findings.map((finding) => {
		if (finding.figure === void 0) return finding;
		const values = seriesOf(earlier, source.entry, finding.check.name);
		const { plots = [] } = finding.figure;
		if (values.length < 2) return finding;
		return {
			...finding,
			figure: {
				...finding.figure,
				plots: [...plots, {
					kind: "series",
					values: values.slice(-50)
				}]
			}
		};
	});
	const compared = plan.checks.filter(isHistory).map((check) => {
		const base = findings.find((finding) => finding.check.name === check.rule.check);
		return {
			...compareRuns({
				check,
				value: base && metricOf$1(base),
				earlier: seriesOf(earlier, source.entry, check.rule.check),
				rows: source.rows
			}),
			samples: []
		};
	});
	return {
		...source,
		findings: [...findings, ...compared]
	};
}
/** Adds this run to the history. */
async function addRun({ store }, sources, { run, clock }) {
	await store.add({
		format: "ml-ci/validate-data-history/1",
		at: new Date(clock.now()).toISOString(),
		run: run.id,
		...run.commit !== void 0 && { commit: run.commit },
		verdict: total(sources).verdict,
		sources: metricsOf(sources)
	});
}
function seriesOf(earlier, entry, check) {
	return earlier.flatMap(({ sources }) => sources[entry]?.checks[check] ?? []);
}
// packages/steps/src/data/import/record.ts
/** What files of other tools are made of, as they are parsed: zod stands at their borders. */
const record = record$1(string(), unknown$1());
/** A mapping of the file; undefined for everything else. */
function asRecord(value) {
	return record.safeParse(value).data;
}
const scalar = union([
	string(),
	number(),
	boolean()
]);
/** The values of a list without its nulls; undefined where one is no plain value. */
function asScalars(value) {
	return array(union([scalar, _null()])).transform((values) => values.filter((each) => each !== null)).safeParse(value).data;
}
function asNames(value) {
	return array(string()).min(1).safeParse(value).data;
}
function asScalar(value) {
	return scalar.safeParse(value).data;
}
function asNumber(value) {
	return number().safeParse(value).data;
}
function asText(value) {
	return string().min(1).safeParse(value).data;
}
/** The members of a mapping that say something: null is what was not given. */
function givenIn(value) {
	return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== void 0));
}
// packages/steps/src/data/import/row-sql.ts
const operators = {
	min: ">=",
	max: "<=",
	above: ">",
	below: "<"
};
/** The rule as SQL over the row. Nulls make it NULL, which fails nothing. */
function rowSql(column, rule) {
	const cell = identifier(column);
	switch (rule.key) {
		case "min":
		case "max":
		case "above":
		case "below": return `${cell} ${operators[rule.key]} ${sqlLiteral(rule.value)}`;
		case "in":
		case "not-in": return `${cell} ${rule.key === "in" ? "IN" : "NOT IN"} (${rule.value.map(sqlLiteral).join(", ")})`;
		case "matches": return `regexp_matches(${cell}, ${quote(rule.value)})`;
		case "length": {
			const { min, max } = rule.value;
			return [min === void 0 ? [] : `length(${cell}) >= ${min}`, max === void 0 ? [] : `length(${cell}) <= ${max}`].flat().join(" AND ");
		}
		case "sql": return rule.value;
		case "unique": throw new Error("whether a value is unique is not seen in one row");
	}
}
/** A value in SQL; text is compared with dates as one. */
function sqlLiteral(value) {
	return typeof value === "string" ? quote(value) : String(value);
}
/** Conditions that must all be true; undefined where there is none. */
function allOf(...conditions) {
	const given = conditions.filter((each) => each !== void 0);
	return given.length < 2 ? given[0] : given.map((each) => `(${each})`).join(" AND ");
}
// packages/steps/src/data/import/gx-condition.ts
var Unreadable = class extends Error {};
/** Reads a condition in any of its forms: text of pandas, of Spark or of Great Expectations itself, or an object. */
function readCondition(condition, parser) {
	const values = /* @__PURE__ */ new Map();
	try {
		const plain = asRecord(condition)?.type === "pass_through" ? asRecord(condition)?.pass_through_filter : condition;
		if (typeof plain !== "string") return {
			ok: true,
			sql: fromObject(plain, values),
			values
		};
		if (parser === "spark" && !plain.includes("`")) return {
			ok: true,
			sql: plain,
			values
		};
		return {
			ok: true,
			sql: new TextCondition(plain, values).read(),
			values
		};
	} catch (error) {
		if (error instanceof Unreadable) return {
			ok: false,
			reason: error.message
		};
		throw error;
	}
}
function fromObject(raw, values) {
	const { type, ...rest } = asRecord(raw) ?? {};
	const name = asRecord(rest.column)?.name;
	if ((type === "and" || type === "or") && Array.isArray(rest.conditions) && rest.conditions.length > 0) return rest.conditions.map((each) => `(${fromObject(each, values)})`).join(type === "and" ? " AND " : " OR ");
	if (typeof name !== "string") throw new Unreadable("has a condition of an unknown form");
	if (type === "nullity") return `${identifier(name)} IS ${rest.is_null === true ? "" : "NOT "}NULL`;
	const operator = String(rest.operator).toLowerCase();
	const list = asScalars(rest.parameter);
	if (list !== void 0 && [
		"in",
		"not_in",
		"not in"
	].includes(operator)) return membership(name, list, operator !== "in", values);
	const value = asScalar(rest.parameter);
	if (type !== "comparison" || value === void 0) throw new Unreadable("has a condition of an unknown form");
	return comparison(name, operator, value, values);
}
/** In pandas a comparison with null is false; only "not equal" is true. */
function comparison(name, operator, value, values) {
	values.set(name, value);
	const cell = identifier(name);
	if (operator === "==" || operator === "=") return `${cell} = ${sqlLiteral(value)}`;
	if (operator === "!=") return `${cell} IS DISTINCT FROM ${sqlLiteral(value)}`;
	if (![
		"<",
		"<=",
		">",
		">="
	].includes(operator)) throw new Unreadable(`has a condition with "${operator}"`);
	return `${cell} ${operator} ${sqlLiteral(value)}`;
}
function membership(name, list, isNot, values) {
	const [first] = list;
	if (first === void 0) throw new Unreadable("has a condition with an empty list");
	values.set(name, first);
	const inside = `${identifier(name)} IN (${list.map(sqlLiteral).join(", ")})`;
	return isNot ? `NOT coalesce(${inside}, false)` : inside;
}
const tokens = /\s*(col\(\s*(?:"[^"]*"|'[^']*')\s*\)|`[^`]+`|"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|[=!<>]=|\.(?:isnull|isna|notnull|notna|notNull|isNull)\(\)|[<>&|~()[\],])/y;
/** The little of pandas' query language that conditions are made of. */
var TextCondition = class {
	#tokens = [];
	#values;
	#at = 0;
	constructor(text, values) {
		this.#values = values;
		const trimmed = text.trim();
		tokens.lastIndex = 0;
		while (tokens.lastIndex < trimmed.length) {
			const [, token] = tokens.exec(trimmed) ?? [];
			if (token === void 0) throw new Unreadable("has a condition that cannot be read here");
			this.#tokens.push(token);
		}
	}
	read() {
		const sql = this.#either();
		if (this.#at < this.#tokens.length) throw new Unreadable("has a condition that cannot be read here");
		return sql;
	}
	#peek = () => this.#tokens[this.#at] ?? "";
	#next = () => this.#tokens[this.#at++] ?? "";
	#take(...wanted) {
		const found = wanted.includes(this.#peek());
		if (found) this.#at += 1;
		return found;
	}
	#either() {
		const parts = [this.#both()];
		while (this.#take("or", "|")) parts.push(this.#both());
		return parts.length === 1 ? parts.join() : parts.map((part) => `(${part})`).join(" OR ");
	}
	#both() {
		const parts = [this.#one()];
		while (this.#take("and", "&")) parts.push(this.#one());
		return allOf(...parts) ?? "";
	}
	#one() {
		if (this.#take("not", "~")) return `NOT coalesce(${this.#one()}, false)`;
		if (this.#take("(")) {
			const inner = this.#either();
			if (!this.#take(")")) throw new Unreadable("has a condition with an open bracket");
			return inner;
		}
		const name = columnIn(this.#next());
		const operator = this.#next();
		if (/^\.is(null|na)\(\)$/i.test(operator)) return `${identifier(name)} IS NULL`;
		if (/^\.not(null|na)\(\)$/i.test(operator)) return `${identifier(name)} IS NOT NULL`;
		if (operator === "in") return membership(name, this.#list(), false, this.#values);
		if (operator === "not" && this.#take("in")) return membership(name, this.#list(), true, this.#values);
		return comparison(name, operator, valueIn(this.#next()), this.#values);
	}
	#list() {
		if (!this.#take("[", "(")) throw new Unreadable("has a condition without a list behind \"in\"");
		const list = [];
		while (!this.#take("]", ")")) {
			list.push(valueIn(this.#next()));
			this.#take(",");
		}
		return list;
	}
};
function columnIn(token) {
	const [, quoted] = /^(?:col\(\s*["'](.*)["']\s*\)|`(.+)`)$/.exec(token)?.filter((part) => part !== void 0) ?? [];
	if (quoted !== void 0) return quoted;
	if (/^[A-Za-z_]\w*$/.test(token)) return token;
	throw new Unreadable("has a condition that compares no column");
}
function valueIn(token) {
	if (/^["']/.test(token)) return token.slice(1, -1);
	if (/^(true|false)$/i.test(token)) return token.toLowerCase() === "true";
	if (/^-?\d/.test(token)) return Number(token);
	throw new Unreadable("has a condition that compares with no plain value");
}
// packages/steps/src/data/import/figures.ts
/** Numbers as a checks document has them. */
/** A share as per cent, digit by digit: 0.1 is `10%`. */
function shareText(share) {
	const { digits, places } = decimal(share);
	return percent(digits, places);
}
/** What is left of 1: of 0.9 that is `10%`, and not 9.999999999999998 %. */
function restText(share) {
	const { digits, places } = decimal(share);
	return percent(10n ** BigInt(places) - digits, places);
}
function percent(digits, places) {
	const text = String(digits * 100n).padStart(places + 1, "0");
	const [whole, fraction] = [text.slice(0, text.length - places), text.slice(text.length - places)];
	const rest = fraction.replace(/0+$/, "");
	return `${whole}${rest === "" ? "" : `.${rest}`}%`;
}
/** The digits of a number from 0 up, and how many of them stand behind the point. */
function decimal(value) {
	const [mantissa = "0", exponent = "0"] = String(value).split("e");
	const [whole = "0", fraction = ""] = mantissa.split(".");
	const places = fraction.length - Number(exponent);
	const digits = BigInt(whole + fraction);
	return places < 0 ? {
		digits: digits * 10n ** BigInt(-places),
		places: 0
	} : {
		digits,
		places
	};
}
/** The nearest numbers above and below: "greater than 5" is "at least the next number". */
const nextAbove = (value) => neighbour(value, 1n);
const nextBelow = (value) => -neighbour(-value, 1n);
function neighbour(value, step) {
	if (value === 0) return Number.MIN_VALUE;
	const bytes = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
	bytes.setFloat64(0, value);
	bytes.setBigInt64(0, bytes.getBigInt64(0) + (value > 0 ? step : -step));
	return bytes.getFloat64(0);
}
/** A range of numbers from bounds that may be exclusive; undefined where there is no bound. */
function rangeOf(bounds) {
	const { min, max, isAboveMin = false, isBelowMax = false, isWhole = false } = bounds;
	const low = isWhole ? (value) => isAboveMin ? Math.floor(value) + 1 : Math.ceil(value) : (value) => isAboveMin ? nextAbove(value) : value;
	const high = isWhole ? (value) => isBelowMax ? Math.ceil(value) - 1 : Math.floor(value) : (value) => isBelowMax ? nextBelow(value) : value;
	if (min === void 0 && max === void 0) return void 0;
	return {
		...min === void 0 ? {} : { min: low(min) },
		...max === void 0 ? {} : { max: high(max) }
	};
}
// packages/steps/src/data/import/target.ts
function newTarget() {
	return {
		columns: /* @__PURE__ */ new Map(),
		table: {},
		unique: [],
		expressions: [],
		metrics: [],
		origins: /* @__PURE__ */ new Map(),
		unsupported: [],
		imported: /* @__PURE__ */ new Set(),
		exact: void 0
	};
}
/** The column, listed where it is not yet; `defaults` are for a new one. */
function columnOf(target, name, from, defaults = {}) {
	const found = target.columns.get(name);
	if (found !== void 0) return found;
	const column = { ...defaults };
	target.columns.set(name, column);
	target.origins.set(JSON.stringify(["columns", name]), from);
	return column;
}
/** Lists a rule that has no equal. */
function refuse(target, path, what, why, instead) {
	target.unsupported.push({
		path,
		what,
		why,
		instead
	});
}
/** Keys that the format does not have, or that nobody here knows: what they ask would be lost. */
function refuseUnknown(target, record, known, path) {
	for (const key of Object.keys(record)) {
		if (known.has(key)) continue;
		refuse(target, [...path, key], key, "is not known", "leave it out, or add what it asks for as a check");
	}
}
/** Our list of columns is one: where other rules name columns that the exact list lacks, it would let them pass. */
function refuseOthers(target) {
	if (target.exact === void 0) return;
	const { names, path, what } = target.exact;
	const others = [...target.columns.keys()].filter((name) => !names.includes(name));
	if (others.length === 0) return;
	refuse(target, path, what, `leaves out columns that other rules name: ${others.join(", ")}`, "list them, or leave out the other rules");
}
/** Puts a check under its key of the column; false where another is there already. */
function putCheck(target, name, key, value, { options = {}, from }) {
	const column = columnOf(target, name, from);
	const form = longForm(value, options);
	if (column[key] !== void 0) return JSON.stringify(column[key]) === JSON.stringify(form);
	column[key] = form;
	note$1(target, [
		"columns",
		name,
		key
	], from);
	return true;
}
/** Checks of rows of one column: each under its key, or as an expression where that is taken or where they count together. */
function putRows(target, name, rules, { options = {}, from }) {
	const column = columnOf(target, name, from);
	if (rules.length > 1 && [options.fail, options.warn].some((limit) => limit !== void 0)) {
		putExpression(target, rules.map((rule) => rowSql(name, rule)).join(" AND "), {
			options,
			from
		});
		return;
	}
	for (const rule of rules) {
		if (rule.key !== "sql" && column[rule.key] === void 0 && putCheck(target, name, rule.key, rule.value, {
			options,
			from
		})) continue;
		if (rule.key === "unique") putUnique(target, [name], {
			options,
			from
		});
		else putExpression(target, rowSql(name, rule), {
			options,
			from
		});
	}
}
/** A check of rows in SQL, which is true for the good ones. */
function putExpression(target, sql, { options = {}, from, name }) {
	note$1(target, ["expressions", target.expressions.length], from);
	target.expressions.push({
		...name === void 0 ? {} : { name },
		sql,
		...given(options)
	});
}
/** A figure of all rows in SQL, and the range it must be in. */
function putMetric(target, sql, { range, options = {}, from }) {
	note$1(target, ["metrics", target.metrics.length], from);
	target.metrics.push({
		sql,
		...range,
		...given(options)
	});
}
/** Columns that are unique together. */
function putUnique(target, columns, { options = {}, from, nulls }) {
	note$1(target, ["unique", target.unique.length], from);
	target.unique.push({
		columns,
		...nulls === void 0 ? {} : { nulls },
		...given(options)
	});
}
/** What is asked of the whole table; false where it is asked already. */
function putTable(target, key, value, { options = {}, from }) {
	if (target.table[key] !== void 0) return false;
	target.table[key] = longForm(value, options);
	note$1(target, [key], from);
	return true;
}
function note$1(target, path, from) {
	target.origins.set(JSON.stringify(path), from);
	target.imported.add(JSON.stringify(from));
}
function longForm(value, options) {
	const more = given(options);
	return Object.keys(more).length === 0 ? value : {
		value,
		...more
	};
}
function given(options) {
	return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== void 0));
}
// packages/steps/src/data/import/gx-expectation.ts
const wrong$1 = {
	why: "has arguments that are none",
	instead: "see what the tool makes of it"
};
const otherType = {
	why: "compares with values that the column does not have by its other expectations",
	instead: "write it as an expression, with a CAST"
};
/** How many rows may fail, and of which: `counted` is true for the rows that are counted, all where it is not given. */
function tolerance({ mostly, where, options }, counted) {
	const { severity, ...rest } = options;
	const chosen = allOf(where, mostly < 1 ? counted : void 0);
	const limit = mostly >= 1 ? { severity } : { [severity === "warn" ? "warn" : "fail"]: restText(mostly) };
	return {
		...rest,
		...limit,
		...chosen === void 0 ? {} : { where: chosen }
	};
}
/** Lists the column, of the type that `values` are of where it has none; false where it is of another. */
function hint(target, name, values, from) {
	return setType(target, name, typeOfValues(values), from);
}
function typeOfValues(values) {
	const types = new Set(values.map(typeOf));
	if (types.size < 2) return [...types][0];
	if (!values.every((value) => typeof value === "string")) return void 0;
	return types.has("string") ? "string" : "timestamp";
}
/** Lists the column; false where it is of another type. Nulls are only asked for by an expectation of their own. */
function setType(target, name, type, from) {
	const column = columnOf(target, name, from, { nullable: true });
	if (type === void 0 || column.type === type) return true;
	if (column.type !== void 0) return isComparable(column.type, type);
	column.type = type;
	if (type === "number") column.finite = false;
	if (type === "timestamp") column["date-format"] = "ISO8601";
	return true;
}
/** True where values of `asked` can be compared with a column of `type`. */
function isComparable(type, asked) {
	if (type === "string") return asked === "date" || asked === "timestamp";
	return [["integer", "number"], ["date", "timestamp"]].some((kind) => kind.includes(type) && kind.includes(asked));
}
// packages/steps/src/data/import/gx-figures.ts
/** Expectations of one figure of a column. */
const rangeKwargs = [
	"column",
	"min_value",
	"max_value",
	"strict_min",
	"strict_max",
	"parse_strings_as_datetimes"
];
const twice$2 = {
	why: "stands beside another of its kind",
	instead: "leave out one of them"
};
function rangeIn({ kwargs }, isWhole) {
	if ([kwargs.min_value, kwargs.max_value].filter((bound) => bound !== void 0).some((bound) => asNumber(bound) === void 0)) return void 0;
	return rangeOf({
		min: asNumber(kwargs.min_value),
		max: asNumber(kwargs.max_value),
		isAboveMin: kwargs.strict_min === true,
		isBelowMax: kwargs.strict_max === true,
		isWhole
	});
}
function put(target, expectation, key, value) {
	const { where, options, path, kwargs } = expectation;
	const of = {
		options: {
			...options,
			...where === void 0 ? {} : { where }
		},
		from: path
	};
	return putCheck(target, String(kwargs.column), key, value, of) ? void 0 : twice$2;
}
/** An infinite number is in no figure here: where there is one, that is a finding of its own. */
function ofFinite(target, name, { path }) {
	if (!setType(target, name, "number", path)) return false;
	columnOf(target, name, path).finite = void 0;
	return true;
}
/** A figure of numbers, which lies in a range. */
const ofNumbers = (key) => ({
	kwargs: rangeKwargs,
	convert(target, expectation) {
		const name = asText(expectation.kwargs.column);
		const range = rangeIn(expectation, false);
		if (name === void 0 || range === void 0) return {
			why: "has no bounds that are numbers",
			instead: "write min or max, which dates have as well"
		};
		if (!ofFinite(target, name, expectation)) return otherType;
		return put(target, expectation, key, range);
	}
});
/** A share as per cent; one that is exclusive begins at the next number. */
const ofShare = {
	kwargs: rangeKwargs,
	convert(target, expectation) {
		const range = rangeIn(expectation, false);
		if (range === void 0 || asText(expectation.kwargs.column) === void 0) return wrong$1;
		const { min, max } = range;
		const text = (share) => shareText(Math.min(1, Math.max(0, share)));
		if ((min ?? 0) > 1 || (max ?? 0) < 0) return wrong$1;
		columnOf(target, String(expectation.kwargs.column), expectation.path, { nullable: true });
		return put(target, expectation, "distinct-share", {
			...min === void 0 ? {} : { min: text(min) },
			...max === void 0 ? {} : { max: text(max) }
		});
	}
};
const ofDistinct = (kinds) => ({
	kwargs: [
		"column",
		"value_set",
		"parse_strings_as_datetimes"
	],
	convert(target, expectation) {
		const { kwargs, path, where, options } = expectation;
		const [name, values] = [asText(kwargs.column), asScalars(kwargs.value_set)];
		if (name === void 0 || values === void 0 || values.length === 0) return wrong$1;
		if (new Set(values.map((value) => typeof value)).size > 1) return {
			why: "lists values of several types",
			instead: "list values of the type of the column"
		};
		if (!hint(target, name, values, path)) return otherType;
		const of = {
			options: {
				...options,
				...where === void 0 ? {} : { where }
			},
			from: path
		};
		if (kinds.includes("in")) putRows(target, name, [{
			key: "in",
			value: values
		}], of);
		return kinds.includes("includes") ? put(target, expectation, "includes", values) : void 0;
	}
});
const figures$1 = {
	expect_column_mean_to_be_between: ofNumbers("mean"),
	expect_column_median_to_be_between: ofNumbers("median"),
	expect_column_stdev_to_be_between: ofNumbers("std"),
	expect_column_sum_to_be_between: ofNumbers("sum"),
	expect_column_min_to_be_between: ofNumbers("smallest"),
	expect_column_max_to_be_between: ofNumbers("largest"),
	expect_column_unique_value_count_to_be_between: {
		kwargs: rangeKwargs,
		convert(target, expectation) {
			const range = rangeIn(expectation, true);
			if (range === void 0 || asText(expectation.kwargs.column) === void 0) return wrong$1;
			columnOf(target, String(expectation.kwargs.column), expectation.path, { nullable: true });
			return put(target, expectation, "distinct", range);
		}
	},
	expect_column_proportion_of_unique_values_to_be_between: ofShare,
	expect_column_proportion_of_non_null_values_to_be_between: {
		kwargs: rangeKwargs,
		convert(target, { kwargs, path, where, options }) {
			const [name, share] = [asText(kwargs.column), asNumber(kwargs.min_value)];
			if (name === void 0 || share === void 0 || (asNumber(kwargs.max_value) ?? 1) < 1) return {
				why: "asks for nulls",
				instead: "write nullable, which asks for few of them"
			};
			const column = columnOf(target, name, path, { nullable: true });
			if (column.nullable !== true) return twice$2;
			column.nullable = void 0;
			const least = kwargs.strict_min === true ? nextAbove(share) : share;
			const { severity, ...rest } = options;
			const limit = { [severity === "warn" ? "warn" : "fail"]: restText(least) };
			const chosen = where === void 0 ? {} : { where };
			putCheck(target, name, "nullable", false, {
				options: {
					...rest,
					...limit,
					...chosen
				},
				from: path
			});
		}
	},
	expect_column_distinct_values_to_be_in_set: ofDistinct(["in"]),
	expect_column_distinct_values_to_contain_set: ofDistinct(["includes"]),
	expect_column_distinct_values_to_equal_set: ofDistinct(["in", "includes"]),
	expect_column_quantile_values_to_be_between: {
		kwargs: [
			"column",
			"quantile_ranges",
			"allow_relative_error"
		],
		convert(target, expectation) {
			const { kwargs, path } = expectation;
			const ranges = asRecord(kwargs.quantile_ranges) ?? {};
			const name = asText(kwargs.column);
			const quantiles = asScalars(ranges.quantiles)?.map(String);
			const bounds = Array.isArray(ranges.value_ranges) ? ranges.value_ranges : [];
			if (name === void 0 || quantiles === void 0 || bounds.length !== quantiles.length) return wrong$1;
			if (![
				"undefined",
				"false",
				"linear"
			].includes(String(kwargs.allow_relative_error))) return {
				why: "takes other values than those between two others",
				instead: "leave allow_relative_error out"
			};
			if (!ofFinite(target, name, expectation)) return otherType;
			const value = quantiles.flatMap((at, index) => {
				const [min, max] = Array.isArray(bounds[index]) ? bounds[index].map(asNumber) : [];
				const range = rangeOf({
					min,
					max
				});
				return range === void 0 ? [] : [[at, withOptions(range, expectation)]];
			});
			if (columnOf(target, name, path).quantiles !== void 0) return twice$2;
			putCheck(target, name, "quantiles", Object.fromEntries(value), { from: path });
		}
	},
	expect_column_most_common_value_to_be_in_set: {
		why: "asks which value is the most common one",
		instead: "write most-common, which asks how common it is"
	}
};
function withOptions(value, { where, options }) {
	const more = {
		...options,
		...where === void 0 ? {} : { where }
	};
	return Object.keys(more).length === 0 ? value : {
		value,
		...more
	};
}
// packages/steps/src/data/import/gx-rows.ts
/** Expectations of several columns of one row. What is ignored is not counted by `mostly` either. */
const pair = [
	"column_A",
	"column_B",
	"ignore_row_if",
	"parse_strings_as_datetimes",
	"allow_cross_type_comparisons"
];
function pairOf({ kwargs }) {
	const [a, b] = [asText(kwargs.column_A), asText(kwargs.column_B)];
	return a === void 0 || b === void 0 ? void 0 : [a, b];
}
/** The rows that are looked at, by the nulls that they have. */
function looked(columns, ignored) {
	const nulls = columns.map((name) => `${identifier(name)} IS NULL`);
	switch (ignored) {
		case void 0:
		case "both_values_are_missing":
		case "all_values_are_missing": return `NOT (${nulls.join(" AND ")})`;
		case "either_value_is_missing":
		case "any_value_is_missing": return `NOT (${nulls.join(" OR ")})`;
		case "neither":
		case "never": return;
		default: return "";
	}
}
/** A condition of a row, true for the good ones; a comparison with null is false in pandas. */
function putRow(target, expectation, columns, condition) {
	const rows = looked(columns, expectation.kwargs.ignore_row_if);
	if (rows === "") return wrong$1;
	for (const name of columns) columnOf(target, name, expectation.path, { nullable: true });
	const chosen = allOf(expectation.where, rows);
	const options = {
		...tolerance(expectation),
		...chosen === void 0 ? {} : { where: chosen }
	};
	putExpression(target, `coalesce(${condition}, false)`, {
		options,
		from: expectation.path
	});
}
const columnsIn = ({ kwargs }) => asNames(kwargs.column_list);
const rows = {
	expect_column_pair_values_to_be_equal: {
		kwargs: pair,
		convert(target, expectation) {
			const [a, b] = pairOf(expectation) ?? [];
			if (a === void 0 || b === void 0) return wrong$1;
			return putRow(target, expectation, [a, b], `${identifier(a)} = ${identifier(b)}`);
		}
	},
	expect_column_pair_values_a_to_be_greater_than_b: {
		kwargs: [...pair, "or_equal"],
		convert(target, expectation) {
			const [a, b] = pairOf(expectation) ?? [];
			if (a === void 0 || b === void 0) return wrong$1;
			const operator = expectation.kwargs.or_equal === true ? ">=" : ">";
			return putRow(target, expectation, [a, b], `${identifier(a)} ${operator} ${identifier(b)}`);
		}
	},
	expect_column_pair_values_to_be_in_set: {
		kwargs: [...pair, "value_pairs_set"],
		convert(target, expectation) {
			const [a, b] = pairOf(expectation) ?? [];
			const pairs = expectation.kwargs.value_pairs_set;
			if (a === void 0 || b === void 0 || !Array.isArray(pairs) || pairs.length === 0) return wrong$1;
			const either = pairs.map((each) => pairSql([a, b], each));
			return putRow(target, expectation, [a, b], either.map((each) => `(${each})`).join(" OR "));
		}
	},
	expect_select_column_values_to_be_unique_within_record: {
		kwargs: ["column_list", "ignore_row_if"],
		convert(target, expectation) {
			const columns = columnsIn(expectation);
			if (columns === void 0) return wrong$1;
			const cells = columns.map(identifier);
			return putRow(target, expectation, columns, cells.flatMap((a, at) => cells.slice(at + 1).map((b) => `${a} IS DISTINCT FROM ${b}`)).join(" AND ") || "true");
		}
	},
	expect_multicolumn_values_to_be_equal: {
		kwargs: ["column_list", "ignore_row_if"],
		convert(target, expectation) {
			const columns = columnsIn(expectation);
			const [first = "", ...others] = columns?.map(identifier) ?? [];
			if (columns === void 0) return wrong$1;
			return putRow(target, expectation, columns, others.map((other) => `${first} IS NOT DISTINCT FROM ${other}`).join(" AND ") || "true");
		}
	},
	expect_multicolumn_sum_to_equal: {
		kwargs: [
			"column_list",
			"ignore_row_if",
			"sum_total"
		],
		convert(target, expectation) {
			const [columns, total] = [columnsIn(expectation), asNumber(expectation.kwargs.sum_total)];
			if (columns === void 0 || total === void 0) return wrong$1;
			for (const name of columns) setType(target, name, "number", expectation.path);
			return putRow(target, expectation, columns, `${columns.map(identifier).join(" + ")} = ${total}`);
		}
	},
	expect_compound_columns_to_be_unique: {
		kwargs: ["column_list", "ignore_row_if"],
		convert(target, expectation) {
			const { kwargs, path, where } = expectation;
			const columns = columnsIn(expectation);
			const rows = looked(columns ?? [], kwargs.ignore_row_if);
			if (columns === void 0 || rows === "") return wrong$1;
			for (const name of columns) columnOf(target, name, path, { nullable: true });
			const isApart = kwargs.ignore_row_if === "any_value_is_missing" && expectation.mostly >= 1;
			const chosen = isApart ? where : allOf(where, rows);
			putUnique(target, columns, {
				options: {
					...tolerance(expectation),
					...chosen === void 0 ? {} : { where: chosen }
				},
				from: path,
				...isApart ? {} : { nulls: "equal" }
			});
		}
	},
	expect_multicolumn_values_to_be_unique: {
		why: "is two things, by its version",
		instead: "use expect_select_column_values_to_be_unique_within_record"
	}
};
function pairSql(names, pairOfValues) {
	const values = Array.isArray(pairOfValues) ? pairOfValues : [];
	return names.map((name, at) => {
		const value = asScalar(values[at]);
		return value === void 0 ? `${identifier(name)} IS NULL` : `${identifier(name)} = ${sqlLiteral(value)}`;
	}).join(" AND ");
}
// packages/steps/src/data/import/gx-tables.ts
/** Expectations of the table. */
const byNames = {
	why: "counts columns",
	instead: "name them, with expect_table_columns_to_match_set"
};
const twice$1 = {
	why: "stands beside another of its kind",
	instead: "leave out one of them"
};
function putRowCount(target, { options, path, where }, range) {
	if (range === void 0) return wrong$1;
	if (where !== void 0) return {
		why: "counts some of the rows",
		instead: "write a source of these rows"
	};
	if (putTable(target, "row-count", {
		...range,
		min: Math.max(0, range.min ?? 0)
	}, {
		options,
		from: path
	})) return void 0;
	return twice$1;
}
/** The query of an expectation, where it is about one row: `SELECT … FROM {batch} WHERE …`. */
const rowQuery = /^\s*select\s+[^()]*?\s+from\s+\{batch\}\s+where\s+(.+?)\s*;?\s*$/is;
const otherClauses = /\b(select|group\s+by|order\s+by|having|limit|union|join|window|qualify)\b/i;
const tables = {
	expect_column_to_exist: {
		kwargs: ["column", "column_index"],
		convert(target, { kwargs, path }) {
			const name = asText(kwargs.column);
			if (name === void 0) return wrong$1;
			if (kwargs.column_index !== void 0) return {
				why: "asks for a place in the order",
				instead: "use expect_table_columns_to_match_ordered_list"
			};
			columnOf(target, name, path, { nullable: true });
		}
	},
	expect_table_row_count_to_equal: {
		kwargs: ["value"],
		convert: (target, expectation) => {
			const count = asNumber(expectation.kwargs.value);
			return putRowCount(target, expectation, count === void 0 ? void 0 : {
				min: count,
				max: count
			});
		}
	},
	expect_table_row_count_to_be_between: {
		kwargs: [
			"min_value",
			"max_value",
			"strict_min",
			"strict_max"
		],
		convert: (target, expectation) => {
			const { kwargs } = expectation;
			return putRowCount(target, expectation, rangeOf({
				min: asNumber(kwargs.min_value),
				max: asNumber(kwargs.max_value),
				isAboveMin: kwargs.strict_min === true,
				isBelowMax: kwargs.strict_max === true,
				isWhole: true
			}));
		}
	},
	expect_table_columns_to_match_ordered_list: {
		kwargs: ["column_list"],
		convert(target, { kwargs, path, options, what }) {
			const columns = asNames(kwargs.column_list);
			if (columns === void 0) return wrong$1;
			listFirst(target, columns, path);
			if (!putTable(target, "strict", true, {
				options,
				from: path
			})) return twice$1;
			putTable(target, "ordered", true, {
				options,
				from: path
			});
			target.exact = {
				names: columns,
				path,
				what
			};
		}
	},
	expect_table_columns_to_match_set: {
		kwargs: ["column_set", "exact_match"],
		convert(target, { kwargs, path, options, what }) {
			const columns = asNames(kwargs.column_set);
			if (columns === void 0) return wrong$1;
			for (const name of columns) columnOf(target, name, path, { nullable: true });
			if (kwargs.exact_match === false) return void 0;
			if (!putTable(target, "strict", true, {
				options,
				from: path
			})) return twice$1;
			target.exact = {
				names: columns,
				path,
				what
			};
		}
	},
	unexpected_rows_expectation: {
		kwargs: ["unexpected_rows_query"],
		convert(target, expectation) {
			const [, condition] = rowQuery.exec(asText(expectation.kwargs.unexpected_rows_query) ?? "") ?? [];
			if (condition === void 0 || otherClauses.test(condition) || expectation.where !== void 0) return {
				why: "is more than a condition of one row",
				instead: "write an expression of a row"
			};
			putExpression(target, `NOT (${condition})`, {
				options: tolerance(expectation),
				from: expectation.path
			});
		}
	},
	expect_table_column_count_to_equal: byNames,
	expect_table_column_count_to_be_between: byNames
};
/** The order of the columns is that of the document. */
function listFirst(target, columns, path) {
	for (const name of columns) columnOf(target, name, path, { nullable: true });
	const others = [...target.columns].filter(([name]) => !columns.includes(name));
	const listed = columns.flatMap((name) => {
		const column = target.columns.get(name);
		return column === void 0 ? [] : [[name, column]];
	});
	target.columns.clear();
	for (const [name, column] of [...listed, ...others]) target.columns.set(name, column);
}
// packages/steps/src/data/import/python-regex.ts
/** What an escape of Python means; its classes know all of Unicode, those of RE2 only ASCII. */
const inClass = {
	d: "\\p{Nd}",
	D: "\\P{Nd}",
	w: "\\p{L}\\p{N}_",
	s: "\\s\\v\\x{1c}-\\x{1f}\\x{85}\\p{Z}",
	v: "\\v"
};
const outside = {
	...inClass,
	w: "[\\p{L}\\p{N}_]",
	W: "[^\\p{L}\\p{N}_]",
	s: "[\\s\\v\\x{1c}-\\x{1f}\\x{85}\\p{Z}]",
	S: "[^\\s\\v\\x{1c}-\\x{1f}\\x{85}\\p{Z}]",
	Z: "\\z"
};
const refused$2 = [
	[/^\(\?(=|!)/, "looks ahead"],
	[/^\(\?<(=|!)/, "looks behind"],
	[/^\(\?P=/, "refers to a group"],
	[/^\(\?>/, "has an atomic group"],
	[/^\(\?\(/, "has a condition"],
	[/^\(\?#/, "has a comment"],
	[/^\(\?[a-zA-Z]*[xauL]/, "has flags that RE2 lacks"],
	[/^\\[1-9]/, "refers to a group"],
	[/^\\N/, "names a character"],
	[/^(?:[*+?]|\{\d*,?\d*\})\+/, "has a possessive quantifier"]
];
/** Translates a pattern of Python's `re`. RE2 has neither look-around nor references: those are refused. */
function fromPython(pattern) {
	let out = "";
	let isClass = false;
	for (let at = 0; at < pattern.length;) {
		const rest = pattern.slice(at);
		const found = isClass ? void 0 : refused$2.find(([rule]) => rule.test(rest));
		if (found !== void 0) return {
			ok: false,
			reason: `its pattern ${found[1]}`
		};
		const [token, text] = translate(rest, isClass);
		if (text === void 0) return {
			ok: false,
			reason: `its pattern has "${token}" in a class`
		};
		if (token.startsWith("[") && !isClass) isClass = true;
		else if (token === "]") isClass = false;
		out += text;
		at += token.length;
	}
	return {
		ok: true,
		pattern: out
	};
}
/** The next part of the pattern, and what that is in RE2. */
function translate(rest, isClass) {
	const unicode = /^\\u([0-9a-fA-F]{4})|^\\U([0-9a-fA-F]{8})/.exec(rest);
	if (unicode !== null) return [unicode[0], `\\x{${unicode[1] ?? unicode[2]}}`];
	if (rest.startsWith("\\")) {
		const token = rest.slice(0, 2);
		const letter = token.slice(1);
		if (isClass && /[WSZbB]/.test(letter)) return [token, void 0];
		return [token, (isClass ? inClass : outside)[letter] ?? token];
	}
	const [open = ""] = /^\[\^?\]?/.exec(rest) ?? [];
	if (open !== "") return isClass ? ["[", "\\["] : [open, open.replace(/\]$/, "\\]")];
	if (!isClass && rest.startsWith("{,")) return ["{,", "{0,"];
	return [rest.slice(0, 1), rest.slice(0, 1)];
}
/** Text as a pattern that finds just that. */
function escapePattern(text) {
	return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&").replaceAll("\n", "\\n");
}
// packages/steps/src/data/import/pandas.ts
/** The cells that pandas reads as null where it is not told otherwise. */
const nullCells = [
	"",
	"#N/A",
	"#N/A N/A",
	"#NA",
	"-1.#IND",
	"-1.#QNAN",
	"-NaN",
	"-nan",
	"1.#IND",
	"1.#QNAN",
	"<NA>",
	"N/A",
	"NA",
	"NULL",
	"NaN",
	"None",
	"n/a",
	"nan",
	"null"
];
/** What a data frame is where a tool of pandas looks at it: no rows are no mistake, and NaN is null. */
function readAsPandas(target) {
	target.table["row-count"] ??= { min: 0 };
	target.table["nan-is-null"] = true;
	target.table.csv = { null: nullCells };
}
/** What a type of pandas or numpy is here; undefined where it says nothing, `unsupported` where it is of no column here. */
function typeOfDtype(dtype) {
	const name = dtype.toLowerCase();
	if (/^u?int(8|16|32|64)?(\[pyarrow\])?$/.test(name)) return "integer";
	if (/^(float(16|32|64)?|double|decimal\(.*\)|decimal)(\[pyarrow\])?$/.test(name)) return "number";
	if (/^(object|str|string)(\[\w+\])?$/.test(name)) return "string";
	if (/^(bool|boolean)(\[pyarrow\])?$/.test(name)) return "boolean";
	if (/^(datetime|datetime64(\[.*\])?|timestamp\[.*\]|datetimetzdtype.*)$/.test(name)) return "timestamp";
	if (/^(date|date32.*)$/.test(name)) return "date";
	return /^category(\[.*\])?$/.test(name) ? void 0 : "unsupported";
}
// packages/steps/src/data/import/type-names.ts
/** The one type that all of these names of types are; undefined where they are several, or none. */
function commonType(names) {
	const types = new Set(names.map(typeOfName));
	if (types.size === 2 && types.has("integer") && types.has("number")) return "number";
	const [type] = types;
	return types.size === 1 && type !== "unsupported" ? type : void 0;
}
/** A type by its name in pandas, in SQL or in Spark; `unsupported` where nobody here knows it. */
function typeOfName(name) {
	const found = typeOfDtype(name);
	if (found !== "unsupported") return found;
	if (/^(BIG|SMALL|TINY)?INT(EGER)?$|^(Integer|Long|Short)Type$|^int_$/i.test(name)) return "integer";
	if (/^(DOUBLE( PRECISION)?|REAL|NUMERIC|DECIMAL)(\(.*\))?$|^(Double|Float|Decimal)Type$|^float_$/i.test(name)) return "number";
	if (/^(VARCHAR|CHAR|TEXT)(\(.*\))?$|^StringType$|^str_$|^object_$/i.test(name)) return "string";
	if (/^BooleanType$|^bool_$/i.test(name)) return "boolean";
	if (/^DateType$/.test(name)) return "date";
	return /^TIMESTAMP.*$|^DATETIME$|^TimestampType$|^Timestamp$/i.test(name) ? "timestamp" : "unsupported";
}
// packages/steps/src/data/import/gx-values.ts
const isPresent = (name) => `${identifier(name)} IS NOT NULL`;
/** An expectation of each value; `values` tell what the column holds. */
const ofValues = (kwargs, ask) => ({
	kwargs: ["column", ...kwargs],
	convert(target, expectation) {
		const name = asText(expectation.kwargs.column);
		if (name === void 0) return wrong$1;
		const asked = ask(expectation);
		if ("why" in asked) return asked;
		if (!hint(target, name, asked.values ?? [], expectation.path)) return otherType;
		const options = tolerance(expectation, isPresent(name));
		putRows(target, name, asked.rules, {
			options,
			from: expectation.path
		});
	}
});
const ofText = (kwargs, read) => ({
	kwargs: ["column", ...kwargs],
	convert(target, expectation) {
		const name = asText(expectation.kwargs.column);
		if (name === void 0) return wrong$1;
		const rules = read(expectation);
		if ("why" in rules) return rules;
		if (!setType(target, name, "string", expectation.path)) return otherType;
		putRows(target, name, rules, {
			options: tolerance(expectation, isPresent(name)),
			from: expectation.path
		});
	}
});
const ofPatterns = (isOf) => ({ kwargs }) => {
	const raw = asText(kwargs.regex) === void 0 ? asNames(kwargs.regex_list) : [String(kwargs.regex)];
	if (raw === void 0) return wrong$1;
	const patterns = raw.map(fromPython);
	const bad = patterns.find((each) => !each.ok);
	if (bad?.ok === false) return {
		why: bad.reason,
		instead: "write it without, as RE2 has it"
	};
	const rules = patterns.map((each) => ({
		key: "matches",
		value: each.ok ? each.pattern : ""
	}));
	if (isOf && rules.length === 1) return rules;
	const joined = rules.map((rule) => rowSql(String(kwargs.column), rule)).join(kwargs.match_on === "all" ? " AND " : " OR ");
	return [{
		key: "sql",
		value: isOf ? `(${joined})` : `NOT (${joined})`
	}];
};
const ofLike = (isOf) => ({ kwargs }) => {
	const raw = asText(kwargs.like_pattern) === void 0 ? asNames(kwargs.like_pattern_list) : [String(kwargs.like_pattern)];
	if (raw === void 0 || kwargs.escape !== void 0) return wrong$1;
	const joined = raw.map((like) => `${identifier(String(kwargs.column))} LIKE ${quote(like)}`).join(kwargs.match_on === "all" ? " AND " : " OR ");
	return [{
		key: "sql",
		value: isOf ? `(${joined})` : `NOT (${joined})`
	}];
};
const ofSet = (key) => ofValues(["value_set", "parse_strings_as_datetimes"], ({ kwargs }) => {
	const values = asScalars(kwargs.value_set);
	if (values === void 0) return wrong$1;
	if (values.length === 0) return {
		why: "lists nothing",
		instead: "leave it out"
	};
	if (new Set(values.map((value) => typeof value)).size > 1) return {
		why: "lists values of several types",
		instead: "list values of the type of the column"
	};
	return {
		rules: [{
			key,
			value: values
		}],
		values
	};
});
/** The bounds of a range of values, which may be exclusive. */
function bounds({ kwargs, what }) {
	const [min, max] = [asScalar(kwargs.min_value), asScalar(kwargs.max_value)];
	const low = kwargs.strict_min === true ? "above" : "min";
	const high = kwargs.strict_max === true ? "below" : "max";
	const rule = (key, value) => {
		if (isOrdered$1(value)) return {
			key,
			value
		};
		const operator = {
			min: ">=",
			max: "<=",
			above: ">",
			below: "<"
		}[key];
		return {
			key: "sql",
			value: `${identifier(String(kwargs.column ?? what))} ${operator} ${sqlLiteral(value)}`
		};
	};
	return [...min === void 0 ? [] : [rule(low, min)], ...max === void 0 ? [] : [rule(high, max)]];
}
/** Numbers and dates; other text is compared in SQL, by its characters. */
function isOrdered$1(value) {
	return typeof value === "number" || typeof value === "string" && /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(value);
}
/** Whether the column is null, which no rule of values can ask. */
const ofNulls = {
	expect_column_values_to_not_be_null: {
		kwargs: ["column"],
		convert(target, expectation) {
			const name = asText(expectation.kwargs.column);
			if (name === void 0) return wrong$1;
			const column = columnOf(target, name, expectation.path, { nullable: true });
			const of = {
				options: tolerance(expectation),
				from: expectation.path
			};
			if (column.nullable === true) {
				column.nullable = void 0;
				putCheck(target, name, "nullable", false, of);
			} else putExpression(target, isPresent(name), of);
		}
	},
	expect_column_values_to_be_null: {
		kwargs: ["column"],
		convert(target, expectation) {
			const name = asText(expectation.kwargs.column);
			if (name === void 0) return wrong$1;
			columnOf(target, name, expectation.path, { nullable: true });
			const of = {
				options: tolerance(expectation),
				from: expectation.path
			};
			putExpression(target, `${identifier(name)} IS NULL`, of);
		}
	}
};
/** The type of a column; columns have one for all of their values, so `mostly` says nothing. */
const ofTypes = (key) => ({
	kwargs: ["column", key],
	convert(target, { kwargs, path, where }) {
		const name = asText(kwargs.column);
		const names = asNames(typeof kwargs[key] === "string" ? [kwargs[key]] : kwargs[key]);
		if (name === void 0 || names === void 0 || where !== void 0) return wrong$1;
		const type = commonType(names);
		if (type === void 0) return {
			why: `names the types ${names.join(", ")}`,
			instead: "write the type that the column has here"
		};
		if (!setType(target, name, type, path)) return otherType;
	}
});
const values = {
	...ofNulls,
	expect_column_values_to_be_between: ofValues([
		"min_value",
		"max_value",
		"strict_min",
		"strict_max",
		"parse_strings_as_datetimes",
		"allow_cross_type_comparisons"
	], (expectation) => {
		const { kwargs } = expectation;
		const given = [asScalar(kwargs.min_value), asScalar(kwargs.max_value)].filter((each) => each !== void 0);
		return given.length === 0 ? wrong$1 : {
			rules: bounds(expectation),
			values: given
		};
	}),
	expect_column_values_to_be_in_set: ofSet("in"),
	expect_column_values_to_not_be_in_set: ofSet("not-in"),
	expect_column_values_to_be_unique: ofValues([], () => ({ rules: [{
		key: "unique",
		value: true
	}] })),
	expect_column_value_lengths_to_equal: ofText(["value"], ({ kwargs }) => {
		const length = asNumber(kwargs.value);
		return length === void 0 ? wrong$1 : [{
			key: "length",
			value: {
				min: length,
				max: length
			}
		}];
	}),
	expect_column_value_lengths_to_be_between: ofText([
		"min_value",
		"max_value",
		"strict_min",
		"strict_max"
	], ({ kwargs }) => {
		const value = rangeOf({
			min: asNumber(kwargs.min_value),
			max: asNumber(kwargs.max_value),
			isAboveMin: kwargs.strict_min === true,
			isBelowMax: kwargs.strict_max === true,
			isWhole: true
		});
		return value === void 0 ? wrong$1 : [{
			key: "length",
			value
		}];
	}),
	expect_column_values_to_match_regex: ofText(["regex"], ofPatterns(true)),
	expect_column_values_to_not_match_regex: ofText(["regex"], ofPatterns(false)),
	expect_column_values_to_match_regex_list: ofText(["regex_list", "match_on"], ofPatterns(true)),
	expect_column_values_to_not_match_regex_list: ofText(["regex_list"], ofPatterns(false)),
	expect_column_values_to_match_like_pattern: ofText(["like_pattern", "escape"], ofLike(true)),
	expect_column_values_to_not_match_like_pattern: ofText(["like_pattern", "escape"], ofLike(false)),
	expect_column_values_to_match_like_pattern_list: ofText([
		"like_pattern_list",
		"match_on",
		"escape"
	], ofLike(true)),
	expect_column_values_to_not_match_like_pattern_list: ofText(["like_pattern_list", "escape"], ofLike(false)),
	expect_column_values_to_be_json_parseable: ofText([], ({ kwargs }) => [{
		key: "sql",
		value: `json_valid(${identifier(String(kwargs.column))})`
	}]),
	expect_column_values_to_match_strftime_format: ofText(["strftime_format"], ({ kwargs }) => {
		const format = asText(kwargs.strftime_format);
		const cell = identifier(String(kwargs.column));
		const sql = `(${cell} IS NULL OR try_strptime(${cell}, ${quote(format ?? "")}) IS NOT NULL)`;
		return format === void 0 ? wrong$1 : [{
			key: "sql",
			value: sql
		}];
	}),
	expect_column_value_z_scores_to_be_less_than: {
		kwargs: [
			"column",
			"threshold",
			"double_sided"
		],
		convert: (target, expectation) => outliers(target, expectation, "z-score", asNumber(expectation.kwargs.threshold))
	},
	expect_column_values_to_be_of_type: ofTypes("type_"),
	expect_column_values_to_be_in_type_list: ofTypes("type_list"),
	expect_column_type_to_be: ofTypes("type_"),
	expect_column_values_to_not_be_outliers: {
		why: "has distances of its own",
		instead: "write outliers, with method iqr or z-score"
	}
};
function outliers(target, expectation, method, factor) {
	const name = asText(expectation.kwargs.column);
	if (name === void 0 || factor === void 0) return wrong$1;
	if (expectation.kwargs.double_sided !== true) return {
		why: "looks at one side only",
		instead: "write outliers, which looks at both"
	};
	if (!setType(target, name, "number", expectation.path)) return otherType;
	const options = tolerance(expectation, isPresent(name));
	return putCheck(target, name, "outliers", {
		method,
		factor
	}, {
		options,
		from: expectation.path
	}) ? void 0 : {
		why: "stands beside another of its kind",
		instead: "leave out one of them"
	};
}
// packages/steps/src/data/import/gx-expectations.ts
const order = {
	why: "is about the order of the rows",
	instead: "check it where the data is made"
};
const distribution = {
	why: "is a test of a distribution",
	instead: "compare with a reference"
};
/** Every expectation of 0.18 and 1.x, and what becomes of it. */
const expectations = {
	...values,
	...figures$1,
	...rows,
	...tables,
	expect_column_values_to_be_increasing: order,
	expect_column_values_to_be_decreasing: order,
	expect_column_kl_divergence_to_be_less_than: distribution,
	expect_column_bootstrapped_ks_test_p_value_to_be_greater_than: distribution,
	expect_column_chisquare_test_p_value_to_be_greater_than: distribution,
	expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than: distribution,
	expect_column_pair_cramers_phi_value_to_be_less_than: distribution,
	expect_column_values_to_match_json_schema: {
		why: "is a schema of its own",
		instead: "check what is in the cells where they are made"
	},
	expect_column_values_to_be_dateutil_parseable: {
		why: "takes nearly everything for a date",
		instead: "say how the dates are written, with date-format"
	},
	expect_query_results_to_match_comparison: {
		why: "asks a database",
		instead: "check the result as a source"
	},
	expect_table_row_count_to_equal_other_table: {
		why: "asks a database",
		instead: "write row-count for each source"
	}
};
// packages/steps/src/data/import/gx.ts
const known$2 = /* @__PURE__ */ new Set([
	"name",
	"expectation_suite_name",
	"id",
	"ge_cloud_id",
	"expectations",
	"meta",
	"notes",
	"data_asset_type"
]);
const knownOfExpectation = /* @__PURE__ */ new Set([
	"type",
	"expectation_type",
	"kwargs",
	"meta",
	"notes",
	"description",
	"id",
	"ge_cloud_id",
	"severity",
	"rendered_content",
	"expectation_context",
	"success_on_last_run"
]);
/** What tells how a result looks, or of which batch it is. */
const silentKwargs = /* @__PURE__ */ new Set([
	"result_format",
	"include_config",
	"catch_exceptions",
	"meta",
	"batch_id",
	"notes"
]);
const sharedKwargs = /* @__PURE__ */ new Set([
	"mostly",
	"row_condition",
	"condition_parser"
]);
/** Converts a suite of 0.18 or of 1.x. */
function fromGreatExpectations(suite) {
	const target = newTarget();
	refuseUnknown(target, givenIn(suite), known$2, []);
	const all = (Array.isArray(suite.expectations) ? suite.expectations : []).map((each, at) => ({
		given: asRecord(each) ?? {},
		path: ["expectations", at]
	}));
	const typed = all.filter(({ given }) => /_type(_list)?(_to_be)?$/.test(whatOf(given)));
	for (const { given, path } of [...typed, ...all.filter((each) => !typed.includes(each))]) convert(target, given, path);
	refuseOthers(target);
	readAsPandas(target);
	return target;
}
const whatOf = (given) => asText(given.type) ?? asText(given.expectation_type) ?? "an expectation without a type";
function convert(target, given, path) {
	const what = whatOf(given);
	const list = ({ why, instead }) => refuse(target, path, what, why, instead);
	const found = expectations[what];
	if (found === void 0) {
		list({
			why: "has no equal",
			instead: "write an expression, where it is about one row"
		});
		return;
	}
	if ("why" in found) {
		list(found);
		return;
	}
	refuseUnknown(target, givenIn(given), knownOfExpectation, path);
	const kwargs = givenIn(asRecord(given.kwargs) ?? {});
	const own = Object.entries(kwargs).filter(([key]) => !silentKwargs.has(key) && !sharedKwargs.has(key));
	const stray = own.find(([key]) => !found.kwargs.includes(key));
	const strange = own.find(([key, value]) => asRecord(value) !== void 0 && key !== "quantile_ranges");
	const condition = kwargs.row_condition === void 0 ? void 0 : readCondition(kwargs.row_condition, kwargs.condition_parser);
	const problem = (stray && {
		why: `has the argument "${stray[0]}", which is not known here`,
		instead: "leave it out"
	}) ?? (strange && {
		why: `has an object as "${strange[0]}": a value of the run, or one that is not plain`,
		instead: "write the value"
	}) ?? (condition?.ok === false ? {
		why: condition.reason,
		instead: "write the check with where, in SQL"
	} : void 0);
	if (problem !== void 0) {
		list(problem);
		return;
	}
	for (const [name, value] of condition?.ok === true ? condition.values : []) hint(target, name, [value], path);
	const refusal = found.convert(target, {
		what,
		kwargs: Object.fromEntries(own),
		path,
		mostly: asNumber(kwargs.mostly) ?? 1,
		where: condition?.ok === true ? condition.sql : void 0,
		options: tellingOf(given)
	});
	if (refusal === void 0) target.imported.add(JSON.stringify(path));
	else list(refusal);
}
/** Since 1.x an expectation may be less than critical: then it warns here. */
function tellingOf(given) {
	const description = asText(given.description);
	return {
		...["warning", "info"].includes(String(given.severity)) ? { severity: "warn" } : {},
		...description === void 0 ? {} : { description }
	};
}
// packages/steps/src/data/import/pandera-checks.ts
const optionNames = /* @__PURE__ */ new Set([
	"ignore_na",
	"raise_warning",
	"n_failure_cases",
	"groupby",
	"groups",
	"error",
	"name"
]);
/** Their other names, which a schema written by hand may use. */
const aliases = {
	eq: "equal_to",
	ne: "not_equal_to",
	gt: "greater_than",
	ge: "greater_than_or_equal_to",
	lt: "less_than",
	le: "less_than_or_equal_to",
	between: "in_range"
};
/** The checks of a column or of a schema: as its own keys, under `checks` as a mapping, or there as a list. */
function checksIn(component, path) {
	const own = Object.entries(component).filter(([key]) => checkNames.has(key)).map(([name, value]) => checkOf(name, value, [...path, name]));
	const { checks } = component;
	if (Array.isArray(checks)) return [...own, ...checks.map((each, at) => listedCheck(asRecord(each) ?? {}, [
		...path,
		"checks",
		at
	]))];
	const mapped = Object.entries(asRecord(checks) ?? {});
	return [...own, ...mapped.map(([name, value]) => checkOf(name, value, [
		...path,
		"checks",
		name
	]))];
}
function checkOf(name, value, path) {
	const members = asRecord(value) ?? { value };
	const isOption = ([key]) => optionNames.has(key);
	const { options, ...args } = members;
	const inner = Object.entries(args);
	return {
		name: aliases[name] ?? name,
		args: givenIn(Object.fromEntries(inner.filter((entry) => !isOption(entry)))),
		options: givenIn({
			...Object.fromEntries(inner.filter(isOption)),
			...asRecord(options)
		}),
		path
	};
}
function listedCheck(entry, path) {
	const { check_name: name, ...options } = asRecord(entry.options) ?? {};
	return checkOf(asText(name) ?? "a check without a name", {
		...entry,
		options
	}, path);
}
const bad = {
	why: "has arguments that are none",
	instead: "see what pandera makes of it"
};
const bound$1 = (key, ...names) => (args, column, name) => {
	const value = ["value", ...names].map((each) => asScalar(args[each])).find((each) => each !== void 0);
	return value === void 0 ? bad : { rules: [boundRule$1(key, value, column, name)] };
};
/** Text and truth values are compared in SQL; a column of whole numbers has whole bounds. */
function boundRule$1(key, value, { type }, name) {
	if (typeof value === "boolean" || type === "string" || type === "boolean") {
		const operator = {
			min: ">=",
			max: "<=",
			above: ">",
			below: "<"
		}[key];
		return {
			key: "sql",
			value: `${identifier(name)} ${operator} ${sqlLiteral(value)}`
		};
	}
	if (type !== "integer" || Number.isInteger(Number(value))) return {
		key,
		value
	};
	return key === "min" || key === "above" ? {
		key: "min",
		value: Math.ceil(Number(value))
	} : {
		key: "max",
		value: Math.floor(Number(value))
	};
}
const oneOf = (key, ...names) => (args, column) => {
	const raw = ["value", ...names].map((each) => args[each]).find((each) => each !== void 0);
	const values = typeof raw === "string" ? [...raw] : asScalars(raw);
	if (values === void 0) return bad;
	return setRule$1(key, values, column);
};
function setRule$1(key, values, { type }) {
	const instead = "list values of the type of the column";
	if (values.length === 0) return {
		why: "lists nothing",
		instead: "leave it out"
	};
	if (new Set(values.map((each) => typeof each)).size > 1) return {
		why: "lists values of several types",
		instead
	};
	if (type === "integer" && !values.every((each) => Number.isInteger(each))) return {
		why: "lists values that no column of whole numbers has",
		instead
	};
	if (["date", "timestamp"].includes(String(type)) && values.some((each) => typeof each !== "string")) return {
		why: "lists values that are no dates",
		instead
	};
	return { rules: [{
		key,
		value: values
	}] };
}
const pattern = (make, isPattern) => ({ value, pattern: named, string }) => {
	const text = asText(value ?? named ?? string);
	if (text === void 0) return bad;
	if (!isPattern) return { rules: [{
		key: "matches",
		value: make(escapePattern(text))
	}] };
	const found = fromPython(text);
	if (!found.ok) return {
		why: found.reason,
		instead: "write it without, as RE2 has it"
	};
	return { rules: [{
		key: "matches",
		value: make(found.pattern)
	}] };
};
/** All checks that pandera registers for data frames. */
const converters = {
	greater_than: bound$1("above", "min_value"),
	greater_than_or_equal_to: bound$1("min", "min_value"),
	less_than: bound$1("below", "max_value"),
	less_than_or_equal_to: bound$1("max", "max_value"),
	in_range({ min_value, max_value, include_min = true, include_max = true }, column, name) {
		const [min, max] = [asScalar(min_value), asScalar(max_value)];
		if (min === void 0 || max === void 0) return bad;
		const [low, high] = [include_min === true ? "min" : "above", include_max === true ? "max" : "below"];
		return { rules: [boundRule$1(low, min, column, name), boundRule$1(high, max, column, name)] };
	},
	equal_to: ({ value }, column) => setRule$1("in", asScalars([value]) ?? [], column),
	not_equal_to: ({ value }, column) => setRule$1("not-in", asScalars([value]) ?? [], column),
	isin: oneOf("in", "allowed_values"),
	notin: oneOf("not-in", "forbidden_values"),
	str_matches: pattern((text) => `^(?:${text})`, true),
	str_contains: pattern((text) => text, true),
	str_startswith: pattern((text) => `^${text}`, false),
	str_endswith: pattern((text) => `${text}$`, false),
	str_length({ min_value, max_value, exact_value }) {
		const [min, max] = [exact_value ?? min_value, exact_value ?? max_value].map(asNumber);
		const given = [
			min_value,
			max_value,
			exact_value
		].filter((each) => each !== void 0);
		if (given.length === 0 || given.some((each) => asNumber(each) === void 0)) return bad;
		return { rules: [{
			key: "length",
			value: {
				...min === void 0 ? {} : { min: Math.ceil(min) },
				...max === void 0 ? {} : { max: Math.floor(max) }
			}
		}] };
	},
	unique_values_eq({ value, values = value }, column) {
		const wanted = asScalars(values);
		if (wanted === void 0) return bad;
		const asked = setRule$1("in", wanted, column);
		return "rules" in asked ? {
			...asked,
			includes: wanted
		} : asked;
	}
};
/** The names of checks, and their other names. */
const checkNames = /* @__PURE__ */ new Set([...Object.keys(converters), ...Object.keys(aliases)]);
/** Converts a check of one column. */
function convertCheck$1(target, name, check) {
	const { name: what, options, path } = check;
	const asked = askedBy(check, columnOf(target, name, path), name);
	if ("why" in asked) {
		refuse(target, path, what, asked.why, asked.instead);
		return;
	}
	const of = {
		from: path,
		options: optionsOf$1(options)
	};
	if (options.ignore_na !== false) putRows(target, name, asked.rules, of);
	else putExpression(target, withNulls(name, asked.rules), of);
	if (asked.includes === void 0 || putCheck(target, name, "includes", asked.includes, of)) return;
	refuse(target, path, what, "stands beside another of its kind", "leave out one of them");
}
function askedBy({ name: what, args, options }, column, name) {
	const convert = converters[what];
	if (convert === void 0) return {
		why: "is no check of pandera itself",
		instead: "write it as an expression"
	};
	if (options.groupby !== void 0 || options.groups !== void 0) return {
		why: "looks at groups of rows",
		instead: "write a check with where for each group"
	};
	const stray = Object.keys(options).find((key) => !optionNames.has(key));
	if (stray !== void 0) return {
		why: `has the option "${stray}", which is not known`,
		instead: "leave it out"
	};
	return convert(args, column, name);
}
function optionsOf$1({ raise_warning, error }) {
	const description = asText(error);
	return {
		...raise_warning === true ? { severity: "warn" } : {},
		...description === void 0 ? {} : { description }
	};
}
/** Where nulls are not left out, a comparison with one is false, and so is membership: only "not" is true for it. */
function withNulls(name, rules) {
	return `coalesce(${rules.map((rule) => rowSql(name, rule)).join(" AND ")}, ${rules.some(({ key }) => key === "not-in")})`;
}
// packages/steps/src/data/import/pandera.ts
const known$1 = /* @__PURE__ */ new Set([
	...[
		"schema_type",
		"version",
		"dataframe_library",
		"name",
		"title",
		"description",
		"coerce"
	],
	"report_duplicates",
	"unique_column_names",
	"api",
	"columns",
	"checks",
	"index",
	"multiindex",
	"dtype",
	"strict",
	"ordered",
	"unique",
	"add_missing_columns",
	"drop_invalid_rows"
]);
const knownOfColumn$1 = /* @__PURE__ */ new Set([
	"title",
	"description",
	"dtype",
	"nullable",
	"checks",
	"name",
	"unique",
	"coerce",
	"required",
	"regex",
	"default",
	"report_duplicates",
	"drop_invalid_rows",
	...checkNames
]);
/** Converts a schema as `DataFrameSchema.to_yaml()` and `to_json()` write it. */
function fromPandera(schema) {
	const target = newTarget();
	const given = givenIn(schema);
	refuseUnknown(target, given, known$1, []);
	refuseOdd(target, given, [
		"ordered",
		"add_missing_columns",
		"drop_invalid_rows"
	], []);
	convertTable(target, given);
	const mayMiss = given.add_missing_columns === true;
	for (const { name, column, path } of columnsOf(given.columns)) if (column.regex === true) {
		const instead = "list the columns by their names";
		refuse(target, [...path, "regex"], `columns like ${name}`, "are known once the data is read", instead);
	} else convertColumn$1(target, name, column, path, mayMiss);
	convertIndex(target, given);
	readAsPandas(target);
	return target;
}
function columnsOf(columns) {
	return (Array.isArray(columns) ? columns.map((each, at) => [
		String(asRecord(each)?.name),
		each,
		at
	]) : Object.entries(asRecord(columns) ?? {}).map(([name, each]) => [
		name,
		each,
		name
	])).map(([name, each, key]) => ({
		name,
		column: givenIn(asRecord(each) ?? {}),
		path: ["columns", key]
	}));
}
function convertTable(target, given) {
	if (![
		"pandas",
		"modin",
		"dask",
		void 0
	].includes(asText(given.api))) refuse(target, ["api"], `a schema of ${given.api}`, "has types and nulls of its own", "write the checks by hand");
	if (given.dtype !== void 0) refuse(target, ["dtype"], "dtype of the whole frame", "has no equal", "give each column its type");
	if (given.drop_invalid_rows === true) refuseDropping(target, ["drop_invalid_rows"]);
	for (const check of checksIn(given, [])) refuse(target, check.path, check.name, "looks at all columns, listed or not", "write the check under each column that it is for");
	if (![
		true,
		false,
		"filter",
		void 0
	].some((value) => value === given.strict)) refuse(target, ["strict"], "strict", "is none of true, false and filter", "write one of them");
	if (given.strict === true) putTable(target, "strict", true, { from: ["strict"] });
	if (given.ordered === true) putTable(target, "ordered", true, { from: ["ordered"] });
	const sets = Array.isArray(given.unique) && given.unique.every(Array.isArray) ? given.unique : [given.unique];
	for (const [at, set] of sets.entries()) {
		const columns = typeof set === "string" ? [set] : asNames(set);
		const from = sets.length === 1 ? ["unique"] : ["unique", at];
		if (columns !== void 0) putUnique(target, columns, {
			from,
			nulls: "equal"
		});
		else if (set !== void 0) refuse(target, from, "unique", "lists no columns", "name them");
	}
}
/** What is neither true nor false would be taken for one of them. */
function refuseOdd(target, given, keys, path) {
	for (const key of keys) {
		if (given[key] === void 0 || typeof given[key] === "boolean") continue;
		refuse(target, [...path, key], key, "is neither true nor false", "write one of them");
	}
}
function convertColumn$1(target, name, given, path, mayMiss) {
	refuseUnknown(target, given, knownOfColumn$1, path);
	refuseOdd(target, given, [
		"nullable",
		"unique",
		"required",
		"regex",
		"drop_invalid_rows"
	], path);
	const column = columnOf(target, name, path);
	const isTyped = convertType(target, column, given, path);
	if (given.default !== void 0 && given.unique === true) {
		const why = "together count the rows that the default fills";
		refuse(target, [...path, "default"], "default and unique", why, "leave out one of them");
	}
	const isFilled = given.default !== void 0;
	if (given.nullable === true || isFilled) column.nullable = true;
	if (given.required === false || mayMiss && column.nullable === true) column.required = false;
	if (given.drop_invalid_rows === true) refuseDropping(target, [...path, "drop_invalid_rows"]);
	if (given.unique === true) {
		const from = [...path, "unique"];
		if (column.nullable === true) putUnique(target, [name], {
			from,
			nulls: "equal"
		});
		else putCheck(target, name, "unique", true, { from });
	}
	if (isTyped) for (const check of checksIn(given, path)) convertCheck$1(target, name, check);
}
/** Gives the column its type; false where it has one that no column here has. */
function convertType(target, column, { dtype: given }, path) {
	const dtype = asText(given);
	const type = dtype === void 0 ? void 0 : typeOfDtype(dtype);
	if (type === void 0) return true;
	if (type === "unsupported") {
		const why = "is of no column here, nor are its checks";
		refuse(target, [...path, "dtype"], `dtype ${dtype}`, why, "leave it out, or use another type");
		return false;
	}
	column.type = type;
	target.imported.add(JSON.stringify([...path, "dtype"]));
	if (type === "number") column.finite = false;
	if (type === "timestamp") column["date-format"] = "ISO8601";
	return true;
}
function refuseDropping(target, path) {
	refuse(target, path, "drop_invalid_rows", "passes whatever the rows are", "leave it out: rows that fail are counted, and nothing is dropped");
}
/** The number of the row is an index that every frame has; with others it is a column, and says so by its name. */
function convertIndex(target, given) {
	if (given.multiindex !== void 0) refuse(target, ["multiindex"], "multiindex", "is of no file", "list its levels as columns");
	if (!Array.isArray(given.index)) return;
	for (const [at, each] of given.index.entries()) {
		const index = givenIn(asRecord(each) ?? {});
		const path = ["index", at];
		if (given.index.length === 1 && index.name === void 0 && ["int64", void 0].includes(asText(index.dtype)) && checksIn(index, path).every((check) => isOfRowNumbers(target, check))) continue;
		const name = asText(index.name);
		refuse(target, path, name === void 0 ? "index" : `the index "${name}"`, "is of no file", "list it as a column, where the file has it as one");
	}
}
/** Row numbers from 0 are never below 0, and at most as many as there are rows: `infer_schema` writes that. */
function isOfRowNumbers(target, { name, args, path }) {
	const bound = asNumber(args.min_value ?? args.max_value ?? args.value);
	if (bound === void 0) return false;
	if (name === "greater_than_or_equal_to") return bound <= 0;
	if (name !== "less_than_or_equal_to") return false;
	return putTable(target, "row-count", {
		min: 0,
		max: Math.floor(bound) + 1
	}, { from: path });
}
// packages/steps/src/data/import/soda-threshold.ts
const knownOfThreshold = /* @__PURE__ */ new Set([
	"metric",
	"unit",
	"must_be",
	"must_not_be",
	"must_be_greater_than",
	"must_be_greater_than_or_equal",
	"must_be_less_than",
	"must_be_less_than_or_equal",
	"must_be_between",
	"must_be_not_between",
	"level",
	"additional"
]);
const noRange = {
	why: "has a threshold that is no range",
	instead: "write a least and a greatest value"
};
const unknown = {
	why: "has a threshold that is not known",
	instead: "see what the tool makes of it"
};
function boundsOf(threshold) {
	if (Object.keys(threshold).some((key) => !knownOfThreshold.has(key))) return unknown;
	if (threshold.must_not_be !== void 0 || threshold.must_be_not_between !== void 0) return noRange;
	const exact = asNumber(threshold.must_be);
	if (exact !== void 0) return {
		min: exact,
		max: exact
	};
	const range = asRecord(threshold.must_be_between);
	if (range !== void 0) return inner(range, "");
	return inner(threshold, "must_be_");
}
function inner(range, prefix) {
	const number = (key) => asNumber(range[`${prefix}${key}`]);
	const [above, below] = [number("greater_than"), number("less_than")];
	const min = above ?? number("greater_than_or_equal");
	const max = below ?? number("less_than_or_equal");
	if (min === void 0 && max === void 0) return unknown;
	return {
		min,
		max,
		isAboveMin: above !== void 0,
		isBelowMax: below !== void 0
	};
}
/** A threshold of a figure as a range, or of a number of things as one of whole numbers. */
function rangeOfThreshold(given, isWhole) {
	const threshold = givenIn(asRecord(given) ?? {});
	if (threshold.additional !== void 0) return {
		why: "has two thresholds",
		instead: "write one check for each"
	};
	const bounds = boundsOf(threshold);
	if ("why" in bounds) return bounds;
	const range = rangeOf({
		...bounds,
		isWhole
	});
	return range === void 0 ? unknown : {
		range,
		options: levelOf(threshold)
	};
}
/** How many failing rows a threshold allows. Ours are limits from above: "at least so many fail" has no equal. */
function limitsOf(given) {
	const { additional, ...own } = givenIn(asRecord(given) ?? {});
	const [first, second] = [own, asRecord(additional)].map((each) => each && limitOf({
		metric: own.metric,
		...each
	}));
	if (first === void 0 || "why" in first) return first ?? unknown;
	if (second === void 0) return first;
	return "why" in second ? second : {
		...first,
		...second
	};
}
function limitOf(threshold) {
	const { metric = "count", level, ...comparison } = givenIn(threshold);
	const key = level === "warn" ? "warn" : "fail";
	if (Object.keys(comparison).length === 0) return key === "warn" ? { severity: "warn" } : {};
	const bounds = boundsOf(comparison);
	if ("why" in bounds) return bounds;
	const { min = 0, max, isAboveMin = false, isBelowMax = false } = bounds;
	const most = max === void 0 ? void 0 : greatest(max, metric === "percent", isBelowMax);
	if (most === void 0 || min > 0 || isAboveMin || min === 0 && max !== 0 && threshold.must_be !== void 0) return {
		why: "wants rows to fail",
		instead: "ask for what the other rows have"
	};
	if (most === 0) return key === "warn" ? { severity: "warn" } : {};
	return { [key]: metric === "percent" ? `${most}%` : most };
}
/** No table has enough rows for a share between the two numbers. */
function greatest(max, isShare, isBelow) {
	const most = isShare ? isBelow ? nextBelow(max) : max : isBelow ? Math.ceil(max) - 1 : Math.floor(max);
	return most < 0 || isShare && (most > 100 || /e/.test(String(most))) ? void 0 : most;
}
function levelOf(threshold) {
	return threshold.level === "warn" ? { severity: "warn" } : {};
}
// packages/steps/src/data/import/soda-checks.ts
const wrong = {
	why: "has values that are none",
	instead: "see what the tool makes of it"
};
const twice = {
	why: "stands beside another of its kind",
	instead: "leave out one of them"
};
/** The rows a check looks at, how many may fail, and what it is called. */
function optionsOf({ own, where, description }) {
	const limits = limitsOf(own.threshold);
	return "why" in limits ? limits : {
		...limits,
		...rowsOf({
			own,
			where,
			description
		})
	};
}
/** The rows a check looks at, and what it is called. */
function rowsOf({ own, where, description }) {
	const chosen = allOf(where, asText(own.filter));
	return {
		...chosen === void 0 ? {} : { where: chosen },
		...description === void 0 ? {} : { description }
	};
}
const missing = {
	keys: [
		"threshold",
		"filter",
		"missing_values",
		"missing_format"
	],
	convert(target, check) {
		const { own, path, name = "" } = check;
		const options = optionsOf(check);
		if ("why" in options) return options;
		const values = own.missing_values === void 0 ? [] : asScalars(own.missing_values);
		const format = asText(asRecord(own.missing_format)?.regex);
		if (values === void 0 || own.missing_format !== void 0 && format === void 0) return wrong;
		const column = columnOf(target, name, path);
		if (values.length === 0 && format === void 0 && column.nullable === true) {
			column.nullable = void 0;
			putCheck(target, name, "nullable", false, {
				options,
				from: path
			});
			return;
		}
		putExpression(target, [
			`${identifier(name)} IS NOT NULL`,
			...values.length === 0 ? [] : [rowSql(name, {
				key: "not-in",
				value: values
			})],
			...format === void 0 ? [] : [`NOT regexp_matches(${identifier(name)}, ${quote(format)})`]
		].join(" AND "), {
			options,
			from: path
		});
	}
};
const invalid = {
	keys: [
		"threshold",
		"filter",
		"valid_values",
		"invalid_values",
		"valid_format",
		"invalid_format",
		"valid_min",
		"valid_max",
		"valid_length",
		"valid_min_length",
		"valid_max_length"
	],
	convert(target, check) {
		const { own, path, name = "" } = check;
		const options = optionsOf(check);
		if ("why" in options) return options;
		const rules = validRules(own, name);
		if (rules === void 0 || rules.length === 0) return wrong;
		const column = columnOf(target, name, path);
		const type = column.type ?? typeOfRules(rules, own);
		if (type !== void 0) column.type = type;
		const isOne = rules.length > 1 && (options.fail ?? options.warn) !== void 0;
		const joined = rules.map((rule) => rowSql(name, rule)).join(" AND ");
		putRows(target, name, isOne ? [{
			key: "sql",
			value: joined
		}] : rules, {
			options,
			from: path
		});
	}
};
/** What each key of a check of invalid values asks of a cell; undefined where its value is none. */
const valid = {
	valid_values: (value) => setRule("in", value),
	invalid_values: (value) => setRule("not-in", value),
	valid_format(value) {
		const regex = asText(asRecord(value)?.regex);
		return regex === void 0 ? void 0 : {
			key: "matches",
			value: regex
		};
	},
	invalid_format(value, name) {
		const regex = asText(asRecord(value)?.regex);
		if (regex === void 0) return void 0;
		return {
			key: "sql",
			value: `NOT regexp_matches(${identifier(name)}, ${quote(regex)})`
		};
	},
	valid_min: (value) => boundRule("min", value),
	valid_max: (value) => boundRule("max", value),
	valid_length: (value) => lengthRule(value, ["min", "max"]),
	valid_min_length: (value) => lengthRule(value, ["min"]),
	valid_max_length: (value) => lengthRule(value, ["max"])
};
function setRule(key, value) {
	const values = asScalars(value);
	return values === void 0 || values.length === 0 ? void 0 : {
		key,
		value: values
	};
}
function boundRule(key, raw) {
	const value = asScalar(raw);
	return value === void 0 || typeof value === "boolean" ? void 0 : {
		key,
		value
	};
}
function lengthRule(raw, keys) {
	const length = typeof raw === "string" && /^\d+$/.test(raw) ? Number(raw) : asNumber(raw);
	if (length === void 0) return void 0;
	return {
		key: "length",
		value: Object.fromEntries(keys.map((key) => [key, length]))
	};
}
/** The rules of a check; undefined where one of its values is none. A least and a greatest length are one range. */
function validRules(own, name) {
	const asked = Object.entries(own).filter(([key]) => key in valid);
	const rules = asked.map(([key, value]) => valid[key]?.(value, name)).filter((rule) => rule !== void 0);
	if (rules.length < asked.length) return void 0;
	const lengths = rules.filter((rule) => rule.key === "length");
	const length = {
		key: "length",
		value: Object.assign({}, ...lengths.map(({ value }) => value))
	};
	return [...rules.filter((rule) => rule.key !== "length"), ...lengths.length === 0 ? [] : [length]];
}
function typeOfRules(rules, own) {
	if (rules.some(({ key }) => key === "matches" || key === "length" || key === "sql")) return "string";
	const values = [
		own.valid_min,
		own.valid_max,
		...asScalars(own.valid_values) ?? [],
		...asScalars(own.invalid_values) ?? []
	];
	const types = new Set(values.flatMap((each) => asScalar(each) === void 0 ? [] : [typeOf(asScalar(each) ?? "")]));
	return types.size === 1 ? [...types][0] : void 0;
}
/** They count the rows behind the first of each value, we count all of them: the same only where none may be. */
const duplicate = {
	keys: [
		"threshold",
		"filter",
		"columns"
	],
	convert(target, check) {
		const { own, path, name } = check;
		const options = optionsOf(check);
		if ("why" in options) return options;
		if ((options.fail ?? options.warn) !== void 0) return {
			why: "allows some, and counts them otherwise",
			instead: "write unique, with warn or fail"
		};
		if (name === void 0) {
			const columns = asNames(own.columns);
			if (columns === void 0) return wrong;
			putUnique(target, columns, {
				options,
				from: path,
				nulls: "equal"
			});
		} else putRows(target, name, [{
			key: "unique",
			value: true
		}], {
			options,
			from: path
		});
	}
};
const figures = {
	avg: "mean",
	sum: "sum",
	min: "smallest",
	max: "largest"
};
const aggregate = {
	keys: [
		"threshold",
		"filter",
		"function"
	],
	convert(target, check) {
		const { own, path, name = "" } = check;
		const found = rangeOfThreshold(own.threshold, false);
		if ("why" in found) return found;
		const what = String(own.function).toLowerCase();
		const options = {
			...found.options,
			...rowsOf(check)
		};
		const { min, max } = found.range;
		const key = figures[what];
		if (key !== void 0) {
			const column = columnOf(target, name, path);
			column.type ??= "number";
			column.finite = void 0;
			return putCheck(target, name, key, found.range, {
				options,
				from: path
			}) ? void 0 : twice;
		}
		if (!(what === "minlength" && max === void 0 || what === "maxlength" && min === void 0)) return {
			why: `asks for ${own.function} of the column`,
			instead: "write length"
		};
		putRows(target, name, [{
			key: "length",
			value: {
				...min === void 0 ? {} : { min: Math.ceil(min) },
				...max === void 0 ? {} : { max: Math.floor(max) }
			}
		}], {
			options,
			from: path
		});
	}
};
const failedRows = {
	keys: [
		"threshold",
		"filter",
		"expression"
	],
	convert(target, check) {
		const expression = asText(check.own.expression);
		const options = optionsOf(check);
		if (expression === void 0) return wrong;
		if ("why" in options) return options;
		putExpression(target, `NOT (${expression})`, {
			options,
			from: check.path
		});
	}
};
const metric = {
	keys: [
		"threshold",
		"expression",
		"query",
		"filter"
	],
	convert(target, check) {
		const { own, path } = check;
		const expression = asText(own.expression);
		if (own.query !== void 0) return {
			why: "is a query of its own",
			instead: "write an expression, or a source of its rows"
		};
		if (own.filter !== void 0) return {
			why: "has a filter, which counts for nothing there",
			instead: "write FILTER (WHERE …)"
		};
		if (expression === void 0) return wrong;
		const found = rangeOfThreshold(own.threshold, false);
		if ("why" in found) return found;
		const options = {
			...found.options,
			...rowsOf(check)
		};
		putMetric(target, expression, {
			range: found.range,
			options,
			from: path
		});
	}
};
const columnChecks = {
	missing,
	invalid,
	duplicate: {
		...duplicate,
		keys: ["threshold", "filter"]
	},
	aggregate,
	failed_rows: failedRows,
	metric
};
// packages/steps/src/data/import/soda-dataset.ts
const units = {
	minute: "m",
	hour: "h",
	day: "d"
};
/** The checks of a contract that stand under no column. */
const datasetChecks = {
	row_count: {
		keys: ["threshold", "filter"],
		convert(target, check) {
			const { own, path, where, description } = check;
			if (where !== void 0 || own.filter !== void 0) return {
				why: "counts some of the rows",
				instead: "write a source of these rows"
			};
			const found = rangeOfThreshold(own.threshold ?? { must_be_greater_than: 0 }, true);
			if ("why" in found) return found;
			return putTable(target, "row-count", {
				...found.range,
				min: Math.max(0, found.range.min ?? 0)
			}, {
				options: {
					...found.options,
					...description === void 0 ? {} : { description }
				},
				from: path
			}) ? void 0 : twice;
		}
	},
	schema: {
		keys: [
			"allow_extra_columns",
			"allow_other_column_order",
			"threshold"
		],
		convert(target, { own, path }) {
			if (own.threshold !== void 0) return wrong;
			if (own.allow_extra_columns !== true) putTable(target, "strict", true, { from: path });
			if (own.allow_other_column_order !== true) putTable(target, "ordered", true, { from: path });
			target.imported.add(JSON.stringify(path));
		}
	},
	freshness: {
		keys: [
			"column",
			"threshold",
			"filter"
		],
		convert(target, check) {
			const { own, path } = check;
			const name = asText(own.column);
			const threshold = asRecord(own.threshold) ?? {};
			const most = asNumber(threshold.must_be_less_than_or_equal) ?? asNumber(threshold.must_be_less_than);
			const unit = units[asText(threshold.unit) ?? "hour"];
			const stray = Object.keys(threshold).some((key) => !/^(unit|level|must_be_less_than(_or_equal)?)$/.test(key));
			if (name === void 0 || most === void 0 || unit === void 0 || stray || !Number.isInteger(most)) return {
				why: "is no greatest age in whole units",
				instead: "write max-age"
			};
			const column = columnOf(target, name, path, { nullable: true });
			if (column.type === void 0) {
				column.type = "timestamp";
				column["date-format"] = "ISO8601";
			}
			const options = {
				...threshold.level === "warn" ? { severity: "warn" } : {},
				...rowsOf(check)
			};
			return putCheck(target, name, "max-age", `${most}${unit}`, {
				options,
				from: path
			}) ? void 0 : twice;
		}
	},
	duplicate,
	failed_rows: failedRows,
	metric
};
// packages/steps/src/data/import/soda.ts
const known = /* @__PURE__ */ new Set([
	"dataset",
	"description",
	"filter",
	"variables",
	"soda_runner",
	"soda_agent",
	"columns",
	"checks"
]);
const knownOfColumn = /* @__PURE__ */ new Set([
	"name",
	"description",
	"data_type",
	"optional",
	"checks"
]);
/** What names a check, and where it is shown. */
const telling = /* @__PURE__ */ new Set([
	"name",
	"qualifier",
	"attributes"
]);
/** Converts a data contract of Soda 4. */
function fromSoda(contract) {
	const target = newTarget();
	const given = givenIn(asRecord(filledIn(contract, variablesOf(contract))) ?? {});
	refuseUnknown(target, given, known, []);
	refuseVariables(target, given, []);
	const where = asText(given.filter);
	for (const [at, each] of listOf(given.columns).entries()) convertColumn(target, each, ["columns", at], where);
	const names = [...target.columns.keys()];
	for (const { kind, check, path } of checksOf(given.checks, ["checks"])) convertCheck(target, {
		kind,
		check,
		path,
		where,
		name: void 0
	});
	const strict = target.origins.get(JSON.stringify(["strict"]));
	if (strict !== void 0) target.exact = {
		names,
		path: strict,
		what: "schema"
	};
	refuseOthers(target);
	target.table["row-count"] ??= { min: 0 };
	return target;
}
function listOf(value) {
	return Array.isArray(value) ? value.map((each) => givenIn(asRecord(each) ?? {})) : [];
}
function convertColumn(target, given, path, where) {
	refuseUnknown(target, given, knownOfColumn, path);
	const name = asText(given.name);
	if (name === void 0) {
		refuse(target, path, "a column", "has no name", "name it");
		return;
	}
	const column = columnOf(target, name, path, { nullable: true });
	if (given.optional === true) column.required = false;
	const dataType = asText(given.data_type);
	if (dataType !== void 0) {
		const type = typeOfName(dataType);
		if (type === void 0 || type === "unsupported") {
			const instead = "leave it out, or use a type that files have";
			refuse(target, [...path, "data_type"], `data_type ${dataType}`, "is of no column here", instead);
		} else {
			column.type = type;
			target.imported.add(JSON.stringify([...path, "data_type"]));
			if (type === "number") column.finite = false;
			if (type === "timestamp") column["date-format"] = "ISO8601";
		}
	}
	for (const { kind, check, path: at } of checksOf(given.checks, [...path, "checks"])) convertCheck(target, {
		kind,
		check,
		path: at,
		where,
		name
	});
}
/** Each check is a mapping of one key, its kind. */
function checksOf(checks, path) {
	return (Array.isArray(checks) ? checks : []).flatMap((each, at) => Object.entries(asRecord(each) ?? {}).map(([kind, check]) => ({
		kind,
		check: givenIn(asRecord(check) ?? {}),
		path: [
			...path,
			at,
			kind
		]
	})));
}
function convertCheck(target, found) {
	const { kind, check, path, name } = found;
	const entry = (name === void 0 ? datasetChecks : columnChecks)[kind];
	const own = Object.fromEntries(Object.entries(check).filter(([key]) => !telling.has(key)));
	const stray = entry && Object.keys(own).find((key) => !entry.keys.includes(key));
	const problem = entry === void 0 ? {
		why: "is no check that is known here",
		instead: "write an expression, where it is about one row"
	} : stray === void 0 ? entry.convert(target, {
		...found,
		own,
		description: asText(check.name)
	}) : {
		why: `has the key "${stray}", which has no equal`,
		instead: "leave it out, or write a check with where"
	};
	if (problem !== void 0) refuse(target, path, kind, problem.why, problem.instead);
}
/** Variables by their defaults: nobody else gives them values. */
function variablesOf(contract) {
	const values = Object.entries(asRecord(contract.variables) ?? {}).map(([name, each]) => [name, asRecord(each)?.default]);
	return new Map(values.flatMap(([name, value]) => value === void 0 ? [] : [[name, String(value)]]));
}
const variable = /\$\{\s*var\.([\w-]+)\s*\}/g;
function filledIn(node, values) {
	if (typeof node === "string") return filledText(node, values);
	if (Array.isArray(node)) return node.map((each) => filledIn(each, values));
	const record = asRecord(node);
	if (record === void 0) return node;
	return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, filledIn(each, values)]));
}
/** A text that is a variable and nothing else has the type of its value, as in YAML. */
function filledText(text, values) {
	const filled = text.replace(variable, (whole, name) => values.get(name) ?? whole);
	return text.replace(variable, "").trim() === "" && filled !== text && /^-?\d+(\.\d+)?$/.test(filled) ? Number(filled) : filled;
}
function refuseVariables(target, node, path) {
	if (typeof node === "string" && /\$\{\s*(var|soda|env)\./.test(node)) refuse(target, path, node, "has a variable without a default", "give it a default");
	const children = Array.isArray(node) ? node.entries() : Object.entries(asRecord(node) ?? {});
	for (const [key, each] of children) refuseVariables(target, each, [...path, key]);
}
// packages/steps/src/data/import/read-checks.ts
/** What a file is, is told by what it holds. */
const formats = [
	{
		name: "pandera schema",
		is: ({ schema_type }) => schema_type === "dataframe",
		convert: fromPandera,
		typeHint: "give the column its dtype"
	},
	{
		name: "Great Expectations suite",
		is: ({ expectations }) => Array.isArray(expectations),
		convert: fromGreatExpectations,
		typeHint: "say what it holds, with expect_column_values_to_be_of_type"
	},
	{
		name: "Soda contract",
		is: ({ dataset, columns, checks }) => typeof dataset === "string" && (Array.isArray(columns) || Array.isArray(checks)),
		convert: fromSoda,
		typeHint: "give the column its data_type"
	}
];
/** Reads a checks file. One of another tool is converted, and goes on as if it were written by hand. */
function readChecks(source, fileName) {
	const { value, lineOf } = parseDocument(source, fileName);
	const document = asRecord(value) ?? {};
	const format = formats.find(({ is }) => is(document));
	if (format === void 0) return fitChecks(value, fileName, lineOf);
	const target = format.convert(document);
	const checks = fitChecks(documentOf(target), fileName, through(target, lineOf));
	const { imported, unsupported } = target;
	return {
		...checks,
		typeHint: format.typeHint,
		imported: {
			from: format.name,
			count: imported.size,
			unsupported,
			target,
			lineOf
		}
	};
}
/** The checks document that an import wrote, with its parts in the order in which people read them. */
function documentOf({ columns, table, unique, expressions, metrics }) {
	const { csv, ...others } = table;
	return clean({
		version: 1,
		columns: columns.size === 0 ? void 0 : Object.fromEntries([...columns].map(([name, each]) => [name, clean(each)])),
		unique: unique.length === 0 ? void 0 : unique,
		...others,
		expressions: expressions.length === 0 ? void 0 : expressions,
		metrics: metrics.length === 0 ? void 0 : metrics,
		csv
	});
}
function clean(record) {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== void 0));
}
/** The line of the other tool's file that a part of the document comes from. */
function through({ origins }, lineOf) {
	return (path) => {
		for (let length = path.length; length > 0; length -= 1) {
			const from = origins.get(JSON.stringify(path.slice(0, length)));
			if (from !== void 0) return lineOf(from);
		}
		return 1;
	};
}
/** What has no equal, one line each. */
function unsupportedIn({ imported, fileName }) {
	return (imported?.unsupported ?? []).map(({ path, what, why, instead }) => ({
		name: what,
		message: why,
		place: `${fileName}:${imported?.lineOf(path) ?? 1}`,
		fix: instead
	}));
}
/** Throws where rules would be lost. */
function assertSupported(checks) {
	const problems = unsupportedIn(checks);
	if (problems.length === 0) return;
	throw new StepError("CHECKS_UNSUPPORTED", {
		message: `the ${checks.imported?.from} "${checks.fileName}" has ${plural(problems.length, "rule")} without an equal here`,
		fix: ({ input }) => `write them in other words, or leave them out with ${input("allow-unsupported", "true")}`,
		problems
	});
}
// packages/steps/src/data/expression/expression.ts
/** What an expression may be made of. Everything else, known or not, is refused. */
const allowedNodes = /* @__PURE__ */ new Set([
	"BETWEEN",
	"CASE",
	"CAST",
	"COLUMN_REF",
	"COMPARISON",
	"CONJUNCTION",
	"CONSTANT",
	"FUNCTION",
	"OPERATOR"
]);
/** What is refused, for the reader. */
const nodeNames = {
	SUBQUERY: "a subquery",
	WINDOW: "a window function",
	STAR: "a star",
	PARAMETER: "a parameter",
	LAMBDA: "a lambda",
	POSITIONAL_REFERENCE: "a position"
};
/** Macros that stand for one deterministic expression. */
const allowedMacros = /* @__PURE__ */ new Set([
	"nullif",
	"fdiv",
	"fmod",
	"round_even"
]);
/** Functions the engine calls deterministic, but that tell of the clock, of the engine or of our own names. */
const refusedFunctions = /* @__PURE__ */ new Set([
	"age",
	"alias",
	"current_localtime",
	"current_localtimestamp",
	"current_setting",
	"getenv",
	"getvariable",
	"json_deserialize_sql",
	"json_execute_serialized_sql",
	"json_serialize_plan",
	"json_serialize_sql",
	"stats",
	"vector_type",
	"version"
]);
/** The parts of a SELECT that must be empty, as the engine serialises them. */
const emptyParts = {
	where_clause: "null",
	group_expressions: "[]",
	group_sets: "[]",
	having: "null",
	sample: "null",
	qualify: "null",
	modifiers: "[]",
	cte_map: "{\"map\":[]}"
};
/**
* Reads text as one expression over the columns of a row. The text itself never becomes part of a query: the engine's
* parser turns it into a tree, the tree is held against a list of what is allowed, and SQL is written from the tree.
*/
async function parseExpression(engine, text, functions) {
	return readExpression(engine, await serialized(engine, text), functions);
}
/** `SELECT <text>` as the tree of the engine's parser, in JSON. */
async function serialized(engine, text) {
	const [row] = await engine.query("SELECT json_serialize_sql($1::VARCHAR) AS tree", [`SELECT ${text}`]);
	return String(row?.tree);
}
/** The same from its tree. */
async function readExpression(engine, json, functions) {
	const item = selectedItem(parseTree(json));
	if (typeof item === "string") return {
		ok: false,
		reason: item
	};
	const walk = {
		columns: /* @__PURE__ */ new Set(),
		valued: /* @__PURE__ */ new Set(),
		functions: /* @__PURE__ */ new Set(),
		refused: void 0
	};
	visit$1(item.expression, walk);
	if (walk.refused !== void 0) return {
		ok: false,
		reason: walk.refused
	};
	const known = walk.functions.size === 0 ? /* @__PURE__ */ new Set() : await functions();
	const unknown = [...walk.functions].find((name) => !known.has(name));
	if (unknown !== void 0) return {
		ok: false,
		reason: `calls "${unknown}", which is no deterministic function of a row`,
		unknownFunction: unknown
	};
	const columns = {
		columns: [...walk.columns],
		valued: [...walk.valued]
	};
	const { expression: tree } = item;
	return {
		ok: true,
		expression: {
			...columns,
			tree,
			rewrite: (to) => rewrite(engine, json, to)
		}
	};
}
/** The functions an expression may call: deterministic, of one row. */
async function rowFunctions(engine) {
	const names = (await engine.query(`SELECT function_name AS name FROM duckdb_functions() GROUP BY 1
     HAVING bool_and(function_type = 'scalar' AND stability = 'CONSISTENT')`)).map(({ name }) => String(name)).filter((name) => !refusedFunctions.has(name));
	return /* @__PURE__ */ new Set([...names, ...allowedMacros]);
}
/** The engine writes infinite constants (1e400) as no JSON has them. */
function parseTree(json) {
	try {
		return JSON.parse(json);
	} catch {
		return {
			error: true,
			error_message: "a number is too large"
		};
	}
}
/** The one expression of `SELECT <expression>`, or why the tree is something else. */
function selectedItem(tree) {
	if (!isRecord(tree) || tree.error !== false || !Array.isArray(tree.statements)) {
		const message = isRecord(tree) ? String(tree.error_message) : "nothing was parsed";
		return /Only SELECT/.test(message) ? "is more than an expression" : `does not parse: ${message.split("\n")[0]}`;
	}
	const [statement, ...others] = tree.statements;
	const node = isRecord(statement) ? statement.node : void 0;
	if (others.length > 0 || !isRecord(node) || node.type !== "SELECT_NODE") return "is more than an expression";
	if (!isRecord(node.from_table) || node.from_table.type !== "EMPTY") return "reads from a table of its own";
	if (Object.entries(emptyParts).find(([part, empty]) => JSON.stringify(node[part]) !== empty) !== void 0) return "is more than an expression";
	if (!Array.isArray(node.select_list) || node.select_list.length !== 1) return "is more than one expression";
	const [expression] = node.select_list;
	if (!isRecord(expression) || expression.alias !== "") return "gives a name to the expression";
	return { expression };
}
function visit$1(node, walk) {
	if (Array.isArray(node)) for (const child of node) visit$1(child, walk);
	if (!isRecord(node) || walk.refused !== void 0) return;
	if ("class" in node) visitExpression$1(node, walk);
	if (node.id === "UNBOUND") visitType$1(node.type_info, walk);
	const tested = testedForNull(node);
	if (tested !== void 0) walk.columns.add(tested);
	else for (const [key, child] of Object.entries(node)) if (key !== "value") visit$1(child, walk);
}
/** The column of `column IS NULL` and `column IS NOT NULL`, which need not know what it holds. */
function testedForNull({ type, children }) {
	if (type !== "OPERATOR_IS_NULL" && type !== "OPERATOR_IS_NOT_NULL") return void 0;
	const [child, ...others] = Array.isArray(children) ? children : [];
	if (others.length > 0 || !isRecord(child) || child.class !== "COLUMN_REF") return void 0;
	const names = Array.isArray(child.column_names) ? child.column_names : [];
	return names.length === 1 ? String(names[0]) : void 0;
}
function visitExpression$1(node, walk) {
	const kind = String(node.class);
	if (!allowedNodes.has(kind)) walk.refused = `has ${nodeNames[kind] ?? kind.toLowerCase().replaceAll("_", " ")}`;
	else if (kind === "COLUMN_REF") {
		const names = Array.isArray(node.column_names) ? node.column_names : [];
		if (names.length === 1) {
			walk.columns.add(String(names[0]));
			walk.valued.add(String(names[0]));
		} else walk.refused = `names "${names.join(".")}": write the column alone, in double quotes where it has a dot`;
	} else if (kind === "FUNCTION") {
		if (!["", "main"].includes(String(node.schema)) || node.catalog !== "") walk.refused = "names a schema";
		walk.functions.add(String(node.function_name).toLowerCase());
	}
}
/** A type that the parser does not know may be one of an extension, or a word before a text: `ATTACH 'x'`. */
function visitType$1(info, walk) {
	const name = isRecord(info) ? String(info.name) : "";
	if (name.toLowerCase() !== "json") walk.refused = `casts to "${name}", which is no type`;
}
/**
* Columns are replaced in the text of the tree, because its numbers may be larger than JavaScript's. The replaced text
* cannot stand inside a string: there its quotes would be escaped.
*/
async function rewrite(engine, json, columns) {
	const replaced = json.replaceAll(/"column_names":(\["(?:[^"\\]|\\.)*"\])/g, (_, list) => {
		const [name] = JSON.parse(list);
		const to = columns.get(name);
		if (to === void 0) throw new Error(`no column stands for ${JSON.stringify(name)}`);
		return `"column_names":["${to}"]`;
	});
	const [row] = await engine.query("SELECT json_deserialize_sql($1::JSON) AS sql", [replaced]);
	const sql = String(row?.sql);
	if (!sql.startsWith("SELECT ")) throw new Error(`unexpected expression ${sql}`);
	return sql.slice(7);
}
/** True for an object of a tree. */
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// packages/steps/src/data/expression/aggregates.ts
/** The aggregates of a metric. Each has one result for the same rows, in whichever order and by however many threads they are read. */
const aggregateNames = [
	"count",
	"count_if",
	"min",
	"max",
	"bool_and",
	"bool_or",
	"sum",
	"avg",
	"median",
	"quantile_cont"
];
/** The other names that the engine has for them. */
const otherNames = {
	count_star: "count",
	countif: "count_if",
	mean: "avg"
};
/** The aggregate that a function of SQL is; undefined for all others. */
function aggregateOf(functionName) {
	const name = functionName.toLowerCase();
	return aggregateNames.find((known) => known === name) ?? otherNames[name];
}
const spread = "the check std of a column has the standard deviation";
const extreme = "write min or max: which value is the first depends on the order of the rows";
const exact = "write sum: its result is the same in any order";
/** What to write instead of an aggregate that is refused. */
const instead = {
	any_value: extreme,
	approx_count_distinct: "write count(DISTINCT …), which is exact",
	approx_quantile: "write quantile_cont, which is exact",
	arbitrary: extreme,
	favg: "write avg: its result is the same in any order",
	first: extreme,
	fsum: exact,
	kahan_sum: exact,
	last: extreme,
	mode: "the check most-common of a column has the share of the most common value",
	quantile: "write quantile_cont",
	quantile_disc: "write quantile_cont",
	reservoir_quantile: "write quantile_cont, which is exact",
	stddev: spread,
	stddev_pop: spread,
	stddev_samp: spread,
	sum_no_overflow: exact,
	sumkahan: exact,
	var_pop: spread,
	var_samp: spread,
	variance: spread
};
/** The nearest that may stand in the place of a function that may not. */
function insteadOf(functionName) {
	const name = functionName.toLowerCase();
	if (/^(arg_?(max|min)|(max|min)_by)/.test(name)) return "write max or min of the value itself";
	if (/^(list|array_agg|string_agg|group_concat|listagg|histogram)/.test(name)) return "write count(DISTINCT …), min or max: a list is no figure";
	return instead[name] ?? `write it with ${aggregateNames.join(", ")} and deterministic functions`;
}
// packages/steps/src/data/expression/metric-tree.ts
/** The column that stands for an aggregate, by its number. */
const placeOf$1 = (at) => `aggregate ${at}`;
/** The tree with a column in the place of each aggregate. */
function cutOut(node, cut) {
	if (Array.isArray(node)) return node.map((child) => cutOut(child, cut));
	if (!isRecord(node) || isNumber(node)) return node;
	if (node.class === "COLUMN_REF") {
		cut.columns.push(Array.isArray(node.column_names) ? node.column_names.join(".") : "");
		return node;
	}
	if (node.class === "FUNCTION" && aggregateOf(String(node.function_name)) !== void 0) {
		const { alias, query_location } = node;
		return {
			class: "COLUMN_REF",
			type: "COLUMN_REF",
			alias,
			query_location,
			column_names: [placeOf$1(cut.aggregates.push(node) - 1)]
		};
	}
	return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, cutOut(child, cut)]));
}
/** A constant number of a tree; undefined for what is none. */
function constantNumber(node) {
	const { value } = isRecord(node) && node.class === "CONSTANT" && isRecord(node.value) ? node : {};
	if (!isRecord(value) || !isRecord(value.type) || value.is_null !== false) return void 0;
	const number = isRecord(value.value) && isNumber(value.value) ? Number(value.value.rawJSON) : NaN;
	const scale = isRecord(value.type.type_info) ? value.type.type_info.scale : void 0;
	const digits = isRecord(scale) && isNumber(scale) ? Number(scale.rawJSON) : 0;
	return Number.isNaN(number) ? void 0 : number / 10 ** digits;
}
/** The tree of `SELECT <item>` in JSON, with another item. */
function withItem(tree, item) {
	const [statement] = Array.isArray(tree.statements) ? tree.statements : [];
	const node = isRecord(statement) && isRecord(statement.node) ? statement.node : {};
	return JSON.stringify({
		...tree,
		statements: [{
			...isRecord(statement) ? statement : {},
			node: {
				...node,
				select_list: [item]
			}
		}]
	});
}
/** The item, where there is exactly one; what else is wrong is seen later. */
function itemOf(tree) {
	const statements = Array.isArray(tree.statements) ? tree.statements : [];
	const node = statements.length === 1 && isRecord(statements[0]) ? statements[0].node : void 0;
	const list = isRecord(node) && Array.isArray(node.select_list) ? node.select_list : [];
	return list.length === 1 ? list[0] : void 0;
}
/** A tree of the engine's parser with its numbers as they are written; undefined where it is none. */
function exactTree(json) {
	const exact = JSON;
	try {
		const tree = exact.parse(json, (_key, value, { source }) => typeof value === "number" && source !== void 0 ? exact.rawJSON(source) : value);
		return isRecord(tree) ? tree : void 0;
	} catch {
		return;
	}
}
const isNumber = (node) => typeof node.rawJSON === "string";
// packages/steps/src/data/expression/metric.ts
/**
* Reads text as one number computed from aggregates. Each aggregate is cut out of the tree of the engine's parser and read as
* an expression of a row; a name stands in its place. All parts are held against the list of what is allowed.
*/
async function parseMetric(engine, text, functions) {
	const json = await serialized(engine, text);
	const tree = exactTree(json);
	const item = tree === void 0 ? void 0 : itemOf(tree);
	if (tree === void 0 || item === void 0) {
		const read = await readExpression(engine, json, functions);
		return read.ok ? refused$1("is more than an expression") : refusalOf(read);
	}
	const cut = {
		aggregates: [],
		columns: []
	};
	const outer = await readExpression(engine, withItem(tree, cutOut(item, cut)), functions);
	if (!outer.ok) return refusalOf(outer);
	if (cut.aggregates.length === 0) return refused$1("has no aggregate", "write a condition on each row under expressions");
	const [bare] = cut.columns;
	if (bare !== void 0) return refused$1(`names "${bare}" outside of an aggregate`, "one figure is made of all rows: write max(…), sum(…)");
	const aggregates = [];
	for (const node of cut.aggregates) {
		const read = await readAggregate(engine, tree, node, functions);
		if ("reason" in read) return read;
		aggregates.push(read);
	}
	return {
		ok: true,
		metric: metricOf(engine, outer.expression, aggregates)
	};
}
const refused$1 = (reason, fix) => ({
	ok: false,
	reason,
	...fix !== void 0 && { fix }
});
/** A part that is refused as an expression is; instead of a function that may not stand there, another may. */
function refusalOf({ reason, unknownFunction: name }) {
	if (name === void 0) return refused$1(reason);
	return refused$1(`calls "${name}", which is no aggregate of metrics and no deterministic function`, insteadOf(name));
}
function metricOf(engine, outer, aggregates) {
	const names = new Map(aggregates.map((_, at) => [placeOf$1(at), `m${at}`]));
	const from = (values) => `SELECT ${values.map(({ type, text }, at) => `CAST(${text === null ? "NULL" : quote(text)} AS ${type}) AS m${at}`).join(", ")}`;
	return {
		aggregates,
		async typeOf(types) {
			const nulls = types.map((type) => ({
				type,
				text: null
			}));
			const [type = ""] = await engine.typesOf([await outer.rewrite(names)], from(nulls));
			return type;
		},
		async valueOf(values) {
			const sql = await outer.rewrite(names);
			const [row] = await engine.query(`SELECT CAST((${sql}) AS DOUBLE) AS value FROM (${from(values)})`);
			return row?.value === null ? null : Number(row?.value);
		}
	};
}
async function readAggregate(engine, tree, node, functions) {
	const called = String(node.function_name).toLowerCase();
	const name = aggregateOf(called);
	const fault = formFault(node, called);
	if (name === void 0 || fault !== void 0) return fault ?? refused$1(`calls "${called}"`);
	const children = Array.isArray(node.children) ? node.children : [];
	const at = name === "median" ? .5 : name === "quantile_cont" ? constantNumber(children[1]) : void 0;
	if (name === "quantile_cont" && (at === void 0 || at < 0 || at > 1)) return refused$1(`calls "${called}" without a number from 0 to 1`, "write quantile_cont(x, 0.9)");
	const parts = [];
	for (const part of [children[0], node.filter].filter(isRecord)) {
		const nested = {
			aggregates: [],
			columns: []
		};
		cutOut(part, nested);
		const [inner] = nested.aggregates;
		if (inner !== void 0) {
			const reason = `has "${aggregateOf(String(inner.function_name))}" inside of "${name}"`;
			return refused$1(reason, "write each aggregate over the rows");
		}
		const read = await readExpression(engine, withItem(tree, part), functions);
		if (!read.ok) return refusalOf(read);
		parts.push(read.expression);
	}
	const [of, filter] = isRecord(children[0]) ? parts : [void 0, parts[0]];
	return {
		name,
		isDistinct: node.distinct === true && name === "count",
		...of && { of },
		...filter && { filter },
		...at !== void 0 && { at }
	};
}
/** What an aggregate may not say besides what it is of. */
function formFault(node, called) {
	const name = aggregateOf(called);
	const { length } = Array.isArray(node.children) ? node.children : [];
	const orders = isRecord(node.order_bys) && Array.isArray(node.order_bys.orders) ? node.order_bys.orders : [];
	if (!["", "main"].includes(String(node.schema)) || node.catalog !== "") return refused$1("names a schema");
	if (orders.length > 0) return refused$1(`calls "${called}" with an order`, name === "quantile_cont" ? "write quantile_cont(x, 0.9)" : "leave ORDER BY out");
	if (node.export_state === true) return refused$1(`exports the state of "${called}"`);
	if (node.distinct === true && ![
		"count",
		"min",
		"max"
	].includes(String(name))) return refused$1(`calls "${called}" with DISTINCT`, "write count(DISTINCT …), or leave DISTINCT out");
	const wanted = called === "count_star" ? 0 : name === "quantile_cont" ? 2 : 1;
	if (length !== wanted) return refused$1(`calls "${called}" with ${length} arguments instead of ${wanted}`);
}
// packages/steps/src/data/measure/prepare.ts
/** Has the engine read every expression, metric and pattern before any data: by their text. All mistakes are reported at once. */
async function prepare(engine, { fileName, typeHint }, planned) {
	const place = ({ line }) => `${fileName}:${line}`;
	const forbidden = [];
	const mistakes = [];
	const expressions = /* @__PURE__ */ new Map();
	const metrics = /* @__PURE__ */ new Map();
	let known;
	const functions = () => known ??= rowFunctions(engine);
	for (const { plan, source } of planned) {
		for (const [name, formats] of plan.formats) {
			const message = await formatProblem(engine, formats);
			const line = plan.checks.find(({ columns }) => columns.includes(name))?.line ?? 1;
			if (message !== void 0) mistakes.push({
				name,
				message,
				place: `${fileName}:${line}`
			});
		}
		const hold = (expression, check) => {
			const reason = source.format === "athena" ? athenaExpressionProblem(expression) : void 0;
			if (reason !== void 0) forbidden.push({
				name: check.name,
				message: `${reason} (in Athena)`,
				place: place(check)
			});
			const names = hasTypes(source.format) ? [] : untyped(expression, plan.types);
			for (const name of names) mistakes.push({
				...untypedProblem(name, check, place(check)),
				...typeHint && { fix: typeHint }
			});
		};
		for (const check of plan.checks) {
			const { rule } = check;
			if (rule.kind === "matches") {
				const reason = await patternProblem(engine, rule.pattern) ?? (source.format === "athena" ? athenaPatternProblem(rule.pattern) : void 0);
				if (reason !== void 0) mistakes.push({
					name: check.name,
					message: reason,
					place: place(check)
				});
			}
			for (const sql of [...rule.kind === "expression" ? [rule.sql] : [], ...check.where === void 0 ? [] : [check.where]]) {
				const parsed = await parseExpression(engine, sql, functions);
				if (!parsed.ok) {
					forbidden.push({
						name: check.name,
						message: parsed.reason,
						place: place(check)
					});
					continue;
				}
				expressions.set(sql, parsed.expression);
				hold(parsed.expression, check);
			}
			if (rule.kind !== "metric") continue;
			const parsed = await parseMetric(engine, rule.sql, functions);
			if (!parsed.ok) {
				const { reason, fix } = parsed;
				forbidden.push({
					name: check.name,
					message: reason,
					place: place(check),
					...fix && { fix }
				});
				continue;
			}
			metrics.set(rule.sql, parsed.metric);
			for (const { of, filter } of parsed.metric.aggregates) for (const expression of [of, filter]) if (expression !== void 0) hold(expression, check);
		}
	}
	if (forbidden.length > 0) throw sqlForbidden(fileName, unlike([...forbidden, ...mistakes]));
	if (mistakes.length > 0) throw checksInvalid(fileName, unlike(mistakes));
	return {
		expressions,
		metrics
	};
}
/** An aggregate may name a column that another names as well. */
function unlike(problems) {
	return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
async function formatProblem(engine, formats) {
	try {
		for (const format of formats) await engine.query("SELECT try_strptime($1::VARCHAR, $2::VARCHAR) AS at", ["", format]);
		return;
	} catch (error) {
		if (error instanceof EngineError) return `has a format of dates that is none: ${error.message}`;
		throw error;
	}
}
async function patternProblem(engine, pattern) {
	try {
		await engine.query(`SELECT regexp_matches('', $1::VARCHAR) AS found`, [pattern]);
		return;
	} catch (error) {
		if (error instanceof EngineError) return `is no regular expression: ${error.message}`;
		throw error;
	}
}
function untypedProblem(name, check, place) {
	return {
		name: check.name,
		message: `uses the column "${name}", whose type is not declared`,
		place,
		fix: `add columns: { ${name}: { type: number, nullable: true } }, or what it is`
	};
}
function sqlForbidden(fileName, problems) {
	return new StepError("CHECK_SQL_FORBIDDEN", {
		message: `the checks file "${fileName}" has SQL that may not stand there`,
		fix: "write expressions with columns, operators, CASE, CAST and deterministic functions, and aggregates in metrics only",
		problems
	});
}
// packages/steps/src/data/expression/query.ts
/** What a query may have besides what an expression may. Everything else, known or not, is refused. */
const allowedExpressions = /* @__PURE__ */ new Set([
	...allowedNodes,
	"STAR",
	"SUBQUERY",
	"WINDOW"
]);
/** The parts of a query that are no expressions: queries, what they read from, and how their rows are ordered and cut. */
const allowedParts = /* @__PURE__ */ new Set([
	"SELECT_NODE",
	"SET_OPERATION_NODE",
	"BASE_TABLE",
	"EMPTY",
	"JOIN",
	"SUBQUERY",
	"DISTINCT_MODIFIER",
	"LIMIT_MODIFIER",
	"ORDER_MODIFIER",
	"ASCENDING",
	"DESCENDING",
	"ORDER_DEFAULT"
]);
const partNames = {
	TABLE_FUNCTION: "a table function",
	SHOW_REF: "SHOW or DESCRIBE",
	EXPRESSION_LIST: "VALUES",
	RECURSIVE_CTE_NODE: "a recursive query",
	LIMIT_PERCENT_MODIFIER: "a limit in percent"
};
/** Aggregates whose result depends on the order in which rows come: they must say in which. */
const ofTheOrder = /* @__PURE__ */ new Set([
	"any_value",
	"arbitrary",
	"array_agg",
	"first",
	"group_concat",
	"last",
	"list",
	"listagg",
	"string_agg"
]);
/** Aggregates that tell something else each time. */
const ofChance = /^(approx_|reservoir_)/;
/**
* Reads text as one SELECT over the tables of a checks file. As with an expression the text never becomes part of a query: the
* tree of the engine's parser is held against a list of what is allowed, and SQL is written from the tree.
*/
async function parseQuery(engine, text, tables) {
	const [row] = await engine.query("SELECT json_serialize_sql($1::VARCHAR) AS tree", [text]);
	const tree = parseTree(String(row?.tree));
	if (!isRecord(tree) || tree.error !== false || !Array.isArray(tree.statements)) {
		const message = isRecord(tree) ? String(tree.error_message) : "nothing was parsed";
		return refused(/Only SELECT/.test(message) ? "is no SELECT" : `does not parse: ${message.split("\n")[0]}`);
	}
	const [statement, ...others] = tree.statements;
	if (others.length > 0 || !isRecord(statement)) return refused("is more than one SELECT");
	const walk = {
		tables: /* @__PURE__ */ new Set(),
		named: /* @__PURE__ */ new Set(),
		functions: /* @__PURE__ */ new Set(),
		refused: void 0
	};
	visit(statement.node, walk);
	if (walk.refused !== void 0) return refused(walk.refused);
	const known = /* @__PURE__ */ new Set([...tables.map((name) => name.toLowerCase()), ...walk.named]);
	const stranger = [...walk.tables].find((name) => !known.has(name));
	if (stranger !== void 0) return refused(`reads from "${stranger}", which is no table of the checks file`);
	const callable = await queryFunctions(engine);
	const unknown = [...walk.functions].find((name) => !callable.has(name));
	if (unknown !== void 0) return refused(`calls "${unknown}", which is no deterministic function`);
	const [written] = await engine.query("SELECT json_deserialize_sql($1::JSON) AS sql", [String(row?.tree)]);
	return {
		ok: true,
		query: {
			sql: String(written?.sql),
			tables: tables.filter((name) => walk.tables.has(name.toLowerCase())),
			isOrdered: isOrdered(statement.node)
		}
	};
}
const refused = (reason) => ({
	ok: false,
	reason
});
async function queryFunctions(engine) {
	const names = (await engine.query(`SELECT function_name AS name FROM duckdb_functions() GROUP BY 1
     HAVING bool_and(function_type IN ('scalar', 'aggregate') AND stability = 'CONSISTENT')`)).map(({ name }) => String(name));
	return /* @__PURE__ */ new Set([
		...names.filter((name) => !refusedFunctions.has(name) && !ofChance.test(name)),
		"nullif",
		"round_even"
	]);
}
function isOrdered(node) {
	return (isRecord(node) && Array.isArray(node.modifiers) ? node.modifiers : []).some((modifier) => isRecord(modifier) && modifier.type === "ORDER_MODIFIER");
}
function visit(node, walk) {
	if (walk.refused !== void 0) return;
	if (Array.isArray(node)) for (const child of node) visit(child, walk);
	if (!isRecord(node)) return;
	if ("id" in node && "type_info" in node) {
		visitType(node, walk);
		return;
	}
	if ("class" in node) visitExpression(node, walk);
	else if (typeof node.type === "string") visitPart(node, node.type, walk);
	if (node.class === "CONSTANT") return;
	for (const child of Object.values(node)) visit(child, walk);
}
function visitExpression(node, walk) {
	const kind = String(node.class);
	if (!allowedExpressions.has(kind)) walk.refused = `has ${nodeNames[kind] ?? words(kind)}`;
	if (kind === "STAR" && (node.columns !== false || node.expr !== null)) walk.refused = "has COLUMNS";
	if (kind !== "FUNCTION" && kind !== "WINDOW") return;
	if (!["", "main"].includes(String(node.schema)) || node.catalog !== "") walk.refused = "names a schema";
	const name = String(node.function_name).toLowerCase();
	walk.functions.add(name);
	const orders = isRecord(node.order_bys) ? node.order_bys.orders : void 0;
	const hasOrder = Array.isArray(orders) && orders.length > 0;
	if (kind === "FUNCTION" && ofTheOrder.has(name) && !hasOrder) walk.refused = `calls "${name}" without an order: write ${name}(… ORDER BY …)`;
}
function visitPart(node, type, walk) {
	if (!allowedParts.has(type)) walk.refused = `has ${partNames[type] ?? words(type)}`;
	if ("sample" in node && node.sample !== null) walk.refused = "takes a sample";
	if (type === "JOIN" && node.ref_type === "POSITIONAL") walk.refused = "joins by position";
	if (type === "BASE_TABLE") {
		if (!(node.schema_name === "" && node.catalog_name === "" && node.at_clause === null)) walk.refused = `names a schema with "${node.table_name}"`;
		walk.tables.add(String(node.table_name).toLowerCase());
	}
	const map = isRecord(node.cte_map) && Array.isArray(node.cte_map.map) ? node.cte_map.map : [];
	for (const entry of map) {
		const name = isRecord(entry) ? String(entry.key) : "";
		if (!/^[A-Za-z_]\w*$/.test(name)) walk.refused = `names a part "${name}": letters, digits and _`;
		walk.named.add(name.toLowerCase());
	}
}
/** A type that the parser does not know may be one of an extension. */
function visitType(node, walk) {
	if (/"id":"UNBOUND"/.test(JSON.stringify(node))) walk.refused = "casts to what is no type";
}
const words = (kind) => kind.toLowerCase().replaceAll("_", " ");
// packages/steps/src/data/measure/prepare-queries.ts
/** Has the engine read every query of the checks file before any data, by their names. All mistakes are reported at once. */
async function prepareQueries(engine, { document, fileName, lineOf }) {
	const problems = [];
	const queries = /* @__PURE__ */ new Map();
	const tables = Object.keys(document.tables ?? {});
	for (const [name, sql] of Object.entries(document.queries ?? {})) {
		const line = lineOf(["queries", name]);
		const parsed = await parseQuery(engine, sql, tables);
		if (parsed.ok) queries.set(name, {
			...parsed.query,
			name,
			line
		});
		else problems.push({
			name: `queries.${name}`,
			message: parsed.reason,
			place: `${fileName}:${line}`
		});
	}
	if (problems.length === 0) return queries;
	throw new StepError("CHECK_SQL_FORBIDDEN", {
		message: `the checks file "${fileName}" has queries that are not one SELECT over its tables`,
		fix: "write one SELECT over the names under tables, with deterministic functions",
		problems
	});
}
/** The same sources, where those that are queries have the files of the tables that they read, and no others. */
function withReadFiles(planned, queries) {
	const narrowed = (one) => {
		const read = queries.get(one.query?.name ?? "");
		if (one.query === void 0 || read === void 0) return one;
		const files = one.query.tables.filter(({ name }) => read.tables.includes(name)).flatMap(({ opened }) => opened.source.files);
		return {
			...one,
			source: {
				...one.source,
				files: [...new Set(files)]
			}
		};
	};
	return planned.map((one) => ({
		...narrowed(one),
		related: new Map([...one.related].map(([entry, other]) => [entry, narrowed(other)]))
	}));
}
// packages/steps/src/data/report/tell.ts
/** `data/train.csv line 12 (row 11)`. */
function placeOf({ file, row, line }) {
	if (row === void 0) return file;
	return line === void 0 ? `${file} row ${row}` : `${file} line ${line} (row ${row})`;
}
/** The cells of a sample, as far as they may be seen: `bill_length_mm is "-3"`. */
function tellSample({ cells, reason }, visibility) {
	const values = cells.flatMap(({ column, value }) => {
		const text = seenText(see(column, value, visibility));
		if (text === void 0) return [];
		return [column === "" ? text : `${column} is ${text}`];
	}).join(", ");
	if (reason !== void 0) return values === "" ? reason : `${reason}: ${values}`;
	return values === "" ? "fails the check" : values;
}
/** What was found by a check that did not pass, or empty. */
function tellFound(finding, visibility) {
	const { message } = finding;
	if (message === void 0 || message !== finding.figure?.text) return message ?? "";
	return tellFigure(finding, visibility);
}
/** The figure of a check, passed or not, with the value that it is about as far as that may be seen; else empty. */
function tellFigure({ check, figure }, visibility) {
	if (figure === void 0) return "";
	if (figure.named === void 0) return figure.text;
	const named = seenText(see(check.columns[0] ?? "", figure.named, visibility));
	return named === void 0 ? figure.text : `${figure.text}: ${named}`;
}
// packages/steps/src/data/report/annotations.ts
/** GitHub shows ten annotations of a level; the rest is in the report. */
const annotationsPerLevel = 10;
/** Annotations at the failing rows: the first row of every check before the second of any, errors before warnings. */
function annotations(input) {
	return ["error", "warning"].flatMap((level) => {
		const status = level === "error" ? "failed" : "warned";
		return roundRobin(input.sources.flatMap((source) => {
			const about = {
				source,
				level,
				visibility: forPeople(input, source),
				checksFile: input.checksFile.name
			};
			return worstFirst(source.findings).filter((finding) => finding.status === status).map((finding) => annotationsOf(finding, about));
		})).slice(0, annotationsPerLevel);
	});
}
function annotationsOf(finding, { source, level, visibility, checksFile }) {
	const { check, samples } = finding;
	const title = `${source.entry}: ${check.name}`;
	const asked = [`asked is ${check.demand}${check.description === void 0 ? "" : ` (${check.description})`}`, ...check.owner === void 0 ? [] : [`ask ${check.owner}`]].join("; ");
	const found = tellFound(finding, visibility);
	if (samples.length === 0) return [{
		level,
		title,
		message: `${check.name}: ${found === "" ? "fails" : found}; ${asked}`,
		file: checksFile,
		line: check.line
	}];
	return samples.slice(0, annotationsPerLevel).map((sample) => ({
		level,
		title,
		message: `${placeOf(sample)}: ${tellSample(sample, visibility)}; ${asked}; ${found}`,
		file: sample.file,
		...sample.line === void 0 ? {} : { line: sample.line }
	}));
}
function roundRobin(lists) {
	const longest = Math.max(0, ...lists.map((list) => list.length));
	return Array.from({ length: longest }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1))).flat();
}
// packages/steps/src/data/report/clip.ts
/** The beginning of a text that may be of any length. */
function clipped(text, most = 300) {
	const characters = [...text.slice(0, 2 * most + 2)];
	return characters.length > most ? `${characters.slice(0, most).join("")}…` : text;
}
const css = [
	`
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --text: #1a2230; --quiet: #525c6b; --line: #d8dde5; --soft: #eef1f5; --focus: #1f5fd6;
  --failed: #a8201a; --failed-soft: #fdeeed; --warned: #7a4a00; --warned-soft: #fff3dc;
  --passed: #17633a; --passed-soft: #e8f5ed; --skipped: #4c5665; --skipped-soft: #edf0f4;
  --current: #3767c8; --band: #bfe0cb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141a; --card: #181e27; --text: #e7ebf1; --quiet: #a7b1c0; --line: #303947; --soft: #222a35; --focus: #8fb4ff;
    --failed: #ff9c93; --failed-soft: #3b1b1a; --warned: #f0c062; --warned-soft: #35290f;
    --passed: #84d7a4; --passed-soft: #14301f; --skipped: #b2bccb; --skipped-soft: #252d39;
    --current: #86aaf5; --band: #2c5a40;
  }
}`,
	`
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
header > div, nav, main { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--card); color: var(--text); padding: .5rem 1rem; z-index: 1; }
.skip:focus { top: .5rem; }
h1, h2, h3, p, dl, dd, ul, ol, figure { margin: 0; padding: 0; }
code, samp { font: .875em/1.4 ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, monospace; }
samp { white-space: pre-wrap; overflow-wrap: anywhere; display: inline-block; min-width: min(100%, 4rem); }
header { border-top: 6px solid var(--failed); background: var(--card); border-bottom: 1px solid var(--line); padding: 1.75rem 0 1.5rem; }
header.passed { border-top-color: var(--passed); }
.kind { color: var(--quiet); }
h1 { font-size: 2.25rem; line-height: 1.2; letter-spacing: -.015em; color: var(--failed); }
.passed h1 { color: var(--passed); }
.sign { display: inline-block; margin-right: .5rem; }
.tally { font-size: 1.125rem; margin-top: .125rem; }
.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin-top: 1.25rem; }
.facts div { display: flex; flex-direction: column-reverse; }
.facts dt { color: var(--quiet); font-size: .875rem; }
.facts dd { font-size: 1.375rem; font-weight: 600; line-height: 1.2; }
nav { padding-top: 1.25rem; }
nav ol { list-style-position: inside; }
nav li { padding: .25rem 0; }
nav a { color: var(--focus); }
nav span, .meta, .note { color: var(--quiet); font-size: .875rem; }
section { margin-top: 2.25rem; }
h2 { font-size: 1.375rem; line-height: 1.3; letter-spacing: -.01em; }
.meta { margin: .125rem 0 1rem; }
h3 { font-size: 1rem; font-weight: 600; }
.note { margin-top: .5rem; }
main { padding-bottom: 4rem; }`,
	`
.check, .lines { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-top: .625rem; }
.check.failed { border-left: 4px solid var(--failed); }
.check.warned { border-left: 4px solid var(--warned); }
summary { cursor: pointer; border-radius: 8px; }
.check > summary, .lines > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; padding: .75rem 2.5rem .75rem 1rem; position: relative; list-style: none; }
.check > summary::-webkit-details-marker, .lines > summary::-webkit-details-marker { display: none; }
.check > summary::after, .lines > summary::after { content: ""; position: absolute; right: 1.125rem; top: 1.125rem; width: .5rem; height: .5rem; border: solid var(--quiet); border-width: 0 2px 2px 0; transform: rotate(45deg); }
details[open] > summary::after { top: 1.375rem; transform: rotate(225deg); }
.check > summary .found { color: var(--quiet); }
.badge { font-size: .8125rem; font-weight: 600; border-radius: 4px; padding: .0625rem .4375rem; white-space: nowrap; color: var(--skipped); background: var(--skipped-soft); }
.badge.failed { color: var(--failed); background: var(--failed-soft); }
.badge.warned { color: var(--warned); background: var(--warned-soft); }
.badge.passed { color: var(--passed); background: var(--passed-soft); }
.body { border-top: 1px solid var(--line); padding: 1rem; display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
.told { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; align-items: start; }
.told dl { flex: 1 1 20rem; min-width: 0; }
.told dl div, .digests div { display: grid; grid-template-columns: minmax(0, 1fr); padding: .25rem 0; }
.told dt, .digests dt { color: var(--quiet); font-size: .875rem; }
.tag { display: inline-block; background: var(--soft); border-radius: 4px; padding: 0 .4375rem; font-size: .875rem; }
.lines ul { list-style: none; padding: 0 1rem .5rem; }
.lines li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .125rem .75rem; padding: .5625rem 0; border-top: 1px solid var(--line); justify-items: start; align-items: baseline; }
.lines li > :nth-child(n + 3) { grid-column: 1 / -1; }
.lines .found { color: var(--quiet); }
.lines .name { font-weight: 600; }
.lines .note { padding: 0 1rem 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: min(100%, 26rem); font-size: .9375rem; }
caption { text-align: left; color: var(--quiet); font-size: .875rem; padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: baseline; padding: .375rem 1.25rem .375rem 0; border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: break-word; max-width: 28rem; }
thead th { color: var(--quiet); font-size: .875rem; border-top: 0; }
td:last-child, th:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; width: 1%; }
td code { white-space: nowrap; }
em { color: var(--quiet); }
.pii { background: var(--soft); color: var(--quiet); border-radius: 4px; padding: 0 .375rem; font-size: .8125rem; }
@media (min-width: 40rem) {
  .told dl div, .digests div { grid-template-columns: 9rem minmax(0, 1fr); }
  .lines li { grid-template-columns: 5.5rem minmax(0, 3fr) minmax(0, 4fr) minmax(0, 4fr); }
  .lines li > :nth-child(n + 3) { grid-column: auto; }
}`,
	`
svg { display: block; width: 100%; height: auto; }
svg text { font-size: 11px; fill: var(--quiet); }
svg .figure { fill: var(--text); font-weight: 600; }
.gauge { flex: 0 1 20rem; max-width: 20rem; }
.track { fill: var(--soft); }
.band { fill: var(--band); }
.bound { stroke: var(--quiet); stroke-width: 1.5; }
.mark { fill: var(--skipped); stroke: var(--card); stroke-width: 1.5; }
.failed .mark { fill: var(--failed); }
.warned .mark { fill: var(--warned); }
.passed .mark { fill: var(--passed); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 1.5rem 2.5rem; align-items: start; }
figure { max-width: 22rem; }
figcaption { color: var(--quiet); font-size: .875rem; margin-top: .5rem; }
.axis { stroke: var(--line); fill: none; }
rect.current { fill: var(--current); }
.reference { fill: none; stroke: var(--text); stroke-width: 1.25; }
.line { fill: none; stroke: var(--quiet); stroke-width: 1.5; stroke-linejoin: round; }
.now { fill: var(--current); stroke: var(--card); stroke-width: 1.5; }
.keys { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.key { white-space: nowrap; }
.key::before { content: ""; display: inline-block; width: .6875rem; height: .6875rem; margin-right: .375rem; border: 1.5px solid var(--current); background: var(--current); }
.key.reference::before { border-color: var(--text); background: none; }
.figures { margin-top: .5rem; }
.figures > summary { color: var(--quiet); font-size: .875rem; width: fit-content; }
.figures table { margin-top: .375rem; min-width: 60%; font-size: .875rem; }
.figures th, .figures td { padding-right: .875rem; white-space: nowrap; }
.figures th:last-child, .figures td:last-child { padding-right: 0; }
.strip { height: .5rem; max-width: 30rem; margin-top: .875rem; }
.strip .failed { fill: var(--failed); }
.strip .warned { fill: var(--warned); }
.strip .skipped { fill: var(--line); }
.strip .passed { fill: var(--passed); }`,
	`
@media (forced-colors: active) {
  .badge, .tag, .pii { border: 1px solid; }
  rect.current, .now, .mark { fill: CanvasText; }
}
@media print {
  :root { --ground: #fff; --card: #fff; }
  body { font-size: 10pt; }
  .skip, summary::after { display: none; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  figure, tr, .lines li, .told { break-inside: avoid; }
  h2, summary { break-after: avoid; }
  .scroll { overflow: visible; }
  td code { white-space: normal; }
}
`
].join("\n");
// packages/steps/src/data/report/html/markup.ts
const made = Symbol("html");
/** HTML from a template of ours: what is filled in is text, unless it is HTML already. */
function html(template, ...parts) {
	const text = template.map((piece, at) => piece + (at < parts.length ? written(parts[at]) : "")).join("");
	return { [made]: text };
}
/** What is sent to a browser. */
function source(markup) {
	return markup[made];
}
/** How much of a file it takes. */
function bytesOf(markup) {
	return Buffer.byteLength(source(markup));
}
function written(part) {
	if (part === void 0) return "";
	if (typeof part === "number") return String(part);
	if (typeof part === "string") return escaped(part);
	return made in part ? part[made] : part.map(source).join("");
}
/** Text in an element or in an attribute with double quotes; what hides is shown by its number. */
function escaped(text) {
	return visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;").replaceAll("'", "&#39;").replaceAll("\r", "&#13;");
}
// packages/steps/src/data/report/html/words.ts
/** A status in a word and a sign: colour alone tells nobody anything. */
const statusWords = {
	failed: {
		word: "Failed",
		sign: "✕"
	},
	warned: {
		word: "Warned",
		sign: "!"
	},
	skipped: {
		word: "Skipped",
		sign: "–"
	},
	passed: {
		word: "Passed",
		sign: "✓"
	}
};
/** `1,234,567`. */
function grouped(count) {
	return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
/** A figure for people, in four digits, or in three where that is for an axis. */
function shortNumber(value, digits = 4) {
	const short = Number(value.toPrecision(digits));
	return Number.isInteger(short) && Math.abs(short) < 0x38d7ea4c68000 && Math.abs(short) >= 1e4 ? `${short < 0 ? "-" : ""}${grouped(Math.abs(short))}` : String(short);
}
/** `12.5 %`; a share that is not nothing is never 0 %. */
function shortShare(share) {
	const percent = Number((share * 100).toPrecision(3));
	return share > 0 && percent < .01 ? "under 0.01 %" : `${percent} %`;
}
// packages/steps/src/data/report/html/provenance.ts
const mostFiles = 200;
const shownValues = {
	all: "as they are",
	masked: "as shapes only: x and X for letters, 9 for digits",
	none: "not at all"
};
/** What was checked against what: the same digests are the same data and the same checks. */
function provenance({ checksFile, dataDigest, scope, sources, showValues }) {
	const files = [...sources.flatMap((source) => source.files), ...sources.flatMap(({ related = [] }) => related.flatMap((other) => other.files))].filter((file, at, all) => all.findIndex(({ name }) => name === file.name) === at);
	const pii = [...new Set(sources.flatMap((source) => [...source.pii]))];
	const rows = files.slice(0, mostFiles).map(({ name, bytes, digest }) => html`<tr><th scope="row">${clipped(name, 300)}</th><td class="number">${bytes === void 0 ? "" : formatBytes(bytes)}</td><td>${digest === void 0 ? "not read as a whole" : html`<code>${digest}</code>`}</td></tr>
`);
	const left = files.length - mostFiles;
	return html`<section aria-labelledby="checked">
<h2 id="checked">What was checked</h2>
<dl class="digests">
<div><dt>Run</dt><dd><code>ml-ci validate-data</code> on ${plural(sources.length, "source")}</dd></div>
<div><dt>Checks</dt><dd>${clipped(checksFile.name, 300)} <code>${checksFile.digest}</code></dd></div>
${dataDigest === void 0 ? void 0 : html`<div><dt>Data</dt><dd><code>${dataDigest}</code></dd></div>`}
${scope === "all" ? void 0 : html`<div><dt>Scope</dt><dd>${clipped(scope, 300)} only: this run satisfies no gate</dd></div>`}
<div><dt>Values are shown</dt><dd>${shownValues[showValues]}</dd></div>
${pii.length === 0 ? void 0 : html`<div><dt>Personal data</dt><dd>${clipped(pii.join(", "), 600)}: each value is a token, the same for the same value within this page and for nothing outside it</dd></div>`}
</dl>
<div class="scroll" role="region" tabindex="0" aria-label="Files"><table><caption>Files that were checked, then those they were held against</caption>
<thead><tr><th scope="col">file</th><th scope="col" class="number">size</th><th scope="col">sha256</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${left > 0 ? html`<p class="note">${grouped(left)} more files are in report.json.</p>` : void 0}
</section>
`;
}
// packages/steps/src/data/report/html/gauge.ts
const width$2 = 320;
const [left$1, right$1] = [10, 310];
/** Checks whose figure is a share. */
const ofShares = /* @__PURE__ */ new Set([
	"most-common",
	"balance",
	"leakage"
]);
/** Where a figure lies against its threshold, drawn: the words beside it say the same. Undefined where there is none. */
function gauge(finding) {
	const { check, figure, failing, rows, status } = finding;
	if (figure !== void 0 && "range" in check.rule) {
		const { rule } = check;
		const show = (rule.kind === "metric" ? rule.isShare : ofShares.has(rule.kind)) ? shortShare : shortNumber;
		const range = rule.kind === "leakage" ? {
			min: 0,
			...rule.range
		} : rule.range;
		return drawn$1({
			value: figure.value,
			text: show(figure.value)
		}, range, status, show);
	}
	if (figure !== void 0 && check.rule.kind === "drift") {
		const most = check.rule.fail ?? check.rule.warn;
		if (most === void 0) return void 0;
		return drawn$1({
			value: figure.value,
			text: shortNumber(figure.value)
		}, {
			min: 0,
			max: most
		}, status, shortNumber);
	}
	const limit = check.limits.fail ?? check.limits.warn;
	if (figure !== void 0 || limit === void 0 || rows === 0n) return void 0;
	const most = shareOf$1(limit, Number(rows));
	return most === 0 || most > 1 ? void 0 : drawn$1({
		value: Number(failing) / Number(rows),
		text: percent$1(failing, rows)
	}, {
		min: 0,
		max: most
	}, status, shortShare);
}
function shareOf$1(limit, rows) {
	return limit.kind === "count" ? Number(limit.count) / rows : Number(limit.numerator) / Number(limit.denominator);
}
/** The allowed range as a band, and the figure as a mark with its number. */
function drawn$1({ value, text }, range, status, show) {
	const known = [
		value,
		range.min,
		range.max
	].filter((each) => each !== void 0);
	if (!known.every(Number.isFinite)) return void 0;
	const [low, high] = [Math.min(...known), Math.max(...known)];
	const pad = (high - low || Math.abs(high) || 1) * .15;
	const isShare = range.min === 0 && low === 0;
	const [from, to] = [isShare ? 0 : low - pad, high + pad];
	const place = (at) => Math.round((left$1 + (at - from) / (to - from) * (right$1 - left$1)) * 10) / 10;
	const [start, end] = [place(range.min ?? from), place(range.max ?? to)];
	const isNarrow = range.min !== void 0 && range.max !== void 0 && end - start < 70;
	const at = place(value);
	return html`<svg class="gauge ${status}" viewBox="0 0 ${width$2} 52" aria-hidden="true" focusable="false">
<rect class="track" x="${left$1}" y="22" width="${right$1 - left$1}" height="8" rx="4"/>
<rect class="band" x="${start}" y="22" width="${Math.max(1, end - start)}" height="8" rx="2"/>
${range.min === void 0 || isShare ? void 0 : bound(start, show(range.min), isNarrow ? "end" : "middle")}
${range.max === void 0 ? void 0 : bound(end, show(range.max), isNarrow ? "start" : "middle")}
<path class="mark" d="M${at} 34l-5-6 0-6 5-4 5 4 0 6z"/>
<text class="figure" x="${clamp(at, 24)}" y="12" text-anchor="middle">${text}</text>
</svg>`;
}
function bound(x, label, anchor) {
	return html`<path class="bound" d="M${x} 18v16"/><text x="${anchor === "middle" ? clamp(x, 24) : x}" y="47" text-anchor="${anchor}">${label}</text>`;
}
function clamp(x, room) {
	return Math.min(width$2 - room, Math.max(room, x));
}
// packages/steps/src/data/report/html/bars.ts
const width$1 = 320;
/** Bars of numbers stand side by side, those of categories lie below each other with their names. */
function drawBars(bars, title, id) {
	return bars.isOfNumbers ? standing(bars, title, id) : lying(bars, title, id);
}
/** A bar says what it is where a pointer rests on it. */
function tip({ name, rows, share, reference }) {
	const compared = reference === void 0 ? "" : `; reference ${grouped(reference.rows)} (${shortShare(reference.share)})`;
	return html`<title>${clipped(name, 60)}: ${grouped(rows)} (${shortShare(share)})${compared}</title>`;
}
function highest(bars) {
	return bars.reduce((most, { share, reference }) => Math.max(most, share, reference?.share ?? 0), 0) || 1;
}
function standing({ bars, ends }, title, id) {
	const [top, base] = [16, 136];
	const most = highest(bars);
	const step = width$1 / Math.max(1, bars.length);
	const gap = Math.min(2, step * .12);
	const height = (share) => rounded$1(share / most * (base - top));
	const shapes = bars.map((bar, at) => {
		const x = rounded$1(at * step + gap / 2);
		const wide = rounded$1(step - gap);
		const tall = height(bar.share);
		const other = bar.reference === void 0 ? void 0 : height(bar.reference.share);
		const outline = other === void 0 ? void 0 : html`<path class="reference" d="M${x} ${base}v${-other}h${wide}v${other}"/>`;
		return html`<g>${tip(bar)}<rect class="current" x="${x}" y="${rounded$1(base - tall)}" width="${wide}" height="${tall}"/>${outline}</g>`;
	});
	return html`<svg class="plot" viewBox="0 0 ${width$1} 156" role="img" aria-labelledby="${id}">
<title id="${id}">${title}</title>
<path class="axis" d="M0 ${top}h${width$1}" stroke-dasharray="2 3"/>
${shapes}
<path class="axis" d="M0 ${base}h${width$1}"/>
<text x="0" y="11">${shortShare(most)} of the rows</text>
<text x="0" y="151">${ends[0]}</text>
<text x="${width$1}" y="151" text-anchor="end">${ends[1]}</text>
</svg>`;
}
function lying({ bars }, title, id) {
	const most = highest(bars);
	const row = bars.some(({ reference }) => reference !== void 0) ? 38 : 29;
	const long = (share) => rounded$1(share / most * width$1);
	const shapes = bars.map((bar, at) => {
		const y = at * row;
		const outline = bar.reference === void 0 ? void 0 : html`<rect class="reference" x="0.5" y="${y + 25.5}" width="${Math.max(0, long(bar.reference.share) - 1)}" height="7"/>`;
		return html`<g>${tip(bar)}<text x="0" y="${y + 12}">${clipped(bar.name, 34)}</text><text x="${width$1}" y="${y + 12}" text-anchor="end">${shareWords(bar)}</text>
<rect class="current" x="0" y="${y + 16}" width="${long(bar.share)}" height="8"/>${outline}</g>`;
	});
	return html`<svg class="plot" viewBox="0 0 ${width$1} ${Math.max(row, bars.length * row)}" role="img" aria-labelledby="${id}">
<title id="${id}">${title}</title>
${shapes}
</svg>`;
}
function shareWords({ share, reference }) {
	return reference === void 0 ? shortShare(share) : `${shortShare(share)} / ${shortShare(reference.share)}`;
}
function rounded$1(value) {
	return Math.round(value * 10) / 10;
}
// packages/steps/src/data/report/html/bins.ts
const most = {
	numbers: 60,
	categories: 20
};
/** The bars of a plot of a column. */
function barsOf(plot, column, visibility) {
	const isOfNumbers = plot.bins.some(({ from, to }) => from !== void 0 || to !== void 0);
	const bins = isOfNumbers ? merged(plot.bins, most.numbers) : plot.bins.slice(0, most.categories);
	const names = bins.map((bin, at) => nameOf$1(bin, {
		at,
		column,
		visibility
	}));
	const bars = bins.map((bin, at) => {
		const reference = plot.referenceRows === void 0 ? {} : { reference: counted(bin.referenceRows ?? 0, plot.referenceRows) };
		return {
			name: names[at] ?? "",
			...counted(bin.rows, plot.rows),
			...reference
		};
	});
	const numbers = bins.filter(({ from, to }) => from !== void 0 || to !== void 0);
	const isSeen = areEdgesSeen(column, visibility);
	const edge = (value) => value === void 0 || !isSeen ? "" : edgeText(value, 3);
	return {
		isOfNumbers,
		bars,
		ends: [edge(numbers[0]?.from ?? numbers[0]?.to), edge(numbers.at(-1)?.to ?? numbers.at(-1)?.from)],
		left: isOfNumbers ? 0 : plot.bins.length - bins.length
	};
}
const counted = (rows, all) => ({
	rows,
	share: all === 0 ? 0 : rows / all
});
function nameOf$1({ value, from, to }, { at, column, visibility }) {
	if (value !== void 0) {
		const seen = see(column, value, visibility);
		if (seen.kind === "text") return visibility.show === "all" ? seen.text : `${at + 1}: ${seen.text}`;
		return seen.kind === "pii" ? seenText(seen) ?? "" : `value ${at + 1}`;
	}
	if (from === void 0 && to === void 0) return "all others";
	if (!areEdgesSeen(column, visibility)) return `bin ${at + 1}`;
	if (from === void 0) return `below ${edgeText(to ?? 0)}`;
	return to === void 0 ? `${edgeText(from)} and above` : `${edgeText(from)} to ${edgeText(to)}`;
}
function edgeText(edge, digits) {
	return typeof edge === "string" ? edge : shortNumber(edge, digits);
}
/** Neighbours together, so that no more than `limit` are left. */
function merged(bins, limit) {
	const size = Math.ceil(bins.length / limit);
	if (size <= 1) return bins;
	return Array.from({ length: Math.ceil(bins.length / size) }, (_, at) => {
		const group = bins.slice(at * size, (at + 1) * size);
		const [from, to] = [group[0]?.from, group.at(-1)?.to];
		const sum = (key) => group.reduce((all, bin) => all + (bin[key] ?? 0), 0);
		return {
			...from === void 0 ? {} : { from },
			...to === void 0 ? {} : { to },
			rows: sum("rows"),
			referenceRows: sum("referenceRows")
		};
	});
}
// packages/steps/src/data/report/html/series.ts
const width = 320;
const [left, right, top, base] = [
	6,
	250,
	14,
	66
];
/** The figure of earlier runs as a line, and that of this run as a dot at its end. */
function drawSeries(earlier, current, title, id) {
	const values = [...earlier.slice(-100), current].filter(Number.isFinite);
	const [low, high] = [Math.min(...values), Math.max(...values)];
	const x = (at) => rounded(left + at / Math.max(1, values.length - 1) * (right - left));
	const y = (value) => rounded(high === low ? (top + base) / 2 : base - (value - low) / (high - low) * (base - top));
	const points = values.map((value, at) => `${x(at)} ${y(value)}`);
	const end = {
		x: x(values.length - 1),
		y: y(values.at(-1) ?? 0)
	};
	return html`<svg class="plot series" viewBox="0 0 ${width} 80" role="img" aria-labelledby="${id}">
<title id="${id}">${title}</title>
<path class="axis" d="M0 ${base + 6}h${right + 6}"/>
<path class="line" d="M${points.join("L")}"/>
<circle class="now" cx="${end.x}" cy="${end.y}" r="4.5"/>
<text class="figure" x="${right + 12}" y="${Math.min(base + 4, Math.max(top + 4, end.y + 4))}">${shortNumber(current)}</text>
</svg>`;
}
function rounded(value) {
	return Math.round(value * 10) / 10;
}
// packages/steps/src/data/report/html/plots.ts
/** What is drawn beside a check, each with its figures as a table for who does not see it. `id` is unlike all others. */
function plotsOf({ check, figure }, visibility, id) {
	const column = check.columns[0] ?? "";
	return (figure?.plots ?? []).map((plot, at) => drawing(plot, figure?.value ?? 0, {
		column,
		visibility,
		id: `${id}-p${at + 1}`
	}));
}
function drawing(plot, figure, of) {
	switch (plot.kind) {
		case "series": return series(plot.values, figure, of.id);
		case "columns": return columns(plot, of);
		case "bins": return bins(plot, of);
	}
}
function bins(plot, { column, visibility, id }) {
	const bars = barsOf(plot, column, visibility);
	const isCompared = plot.referenceRows !== void 0;
	const title = `Rows by value of ${clipped(column, 80)}${isCompared ? ", against the reference" : ""}`;
	const key = isCompared ? html`<span class="key current">this data, ${grouped(plot.rows)} rows</span> <span class="key reference">reference, ${grouped(plot.referenceRows ?? 0)} rows</span>` : html`<span class="key current">${grouped(plot.rows)} rows</span>`;
	const head = isCompared ? [
		"value",
		"rows",
		"share",
		"reference",
		"share"
	] : [
		"value",
		"rows",
		"share"
	];
	const rows = bars.bars.map(({ name, rows: count, share, reference }) => [
		clipped(name, 80),
		grouped(count),
		shortShare(share),
		...reference === void 0 ? [] : [grouped(reference.rows), shortShare(reference.share)]
	]);
	const left = bars.left > 0 ? html`<p class="note">${plural(bars.left, "more value")} not drawn.</p>` : void 0;
	return figureOf(drawBars(bars, title, id), html`${title}. <span class="keys">${key}</span>`, table$1(title, head, rows), left);
}
function columns(plot, { column: label, id }) {
	const title = `Columns that tell ${clipped(label, 80)}`;
	const bars = plot.columns.map(({ column, ...told }) => ({
		name: column,
		...told
	}));
	const rows = bars.map(({ name, rows: count, share }) => [
		clipped(name, 80),
		grouped(count),
		shortShare(share)
	]);
	return figureOf(drawBars({
		isOfNumbers: false,
		bars,
		ends: ["", ""],
		left: 0
	}, title, id), html`${title}, in rows that its most common value is wrong for.`, table$1(title, [
		"column",
		"rows",
		"share"
	], rows));
}
function series(earlier, current, id) {
	const drawn = earlier.slice(-100);
	const title = `This run after ${plural(drawn.length, "earlier run")}`;
	const rows = [...drawn, current].map((value, at) => [at === drawn.length ? "this run" : `${drawn.length - at} before`, shortNumber(value, 6)]);
	return figureOf(drawSeries(earlier, current, title, id), html`${title}.`, table$1(title, ["run", "figure"], rows));
}
function figureOf(drawing, caption, figures, note) {
	return html`<figure>${drawing}<figcaption>${caption}</figcaption>${note}
<details class="figures"><summary>The figures as a table</summary>${figures}</details></figure>`;
}
/** A table of figures: the first column names the row. */
function table$1(title, head, rows) {
	const cells = ([first = "", ...others]) => html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
	return html`<div class="scroll" role="region" tabindex="0" aria-label="${title}"><table><thead><tr>${head.map((name, at) => html`<th scope="col"${at === 0 ? void 0 : html` class="number"`}>${name}</th>`)}</tr></thead><tbody>${rows.map(cells)}</tbody></table></div>`;
}
// packages/steps/src/data/report/html/samples.ts
const mostRows = 10;
const mostColumns = 12;
/** The first rows that break a check, with the cells that it looks at; undefined where none are named. */
function samplesOf({ check, samples, failing }, visibility) {
	if (samples.length === 0) return void 0;
	const shown = samples.slice(0, mostRows);
	const named = [...new Set(shown.flatMap(({ cells }) => cells.map(({ column }) => column)))];
	const columns = named.slice(0, mostColumns).filter((column) => isSeen(shown, column, visibility));
	const hasReason = shown.some(({ reason }) => reason !== void 0);
	const isOneFile = new Set(shown.map(({ file }) => file)).size === 1;
	const title = `First failing rows of ${clipped(check.name, 80)}${isOneFile ? `, in ${clipped(shown[0]?.file ?? "", 160)}` : ""}`;
	return html`<div><div class="scroll" role="region" tabindex="0" aria-label="${title}"><table><caption>${title}</caption>
<thead><tr>${[
		...isOneFile ? [] : [html`<th scope="col">file</th>`],
		html`<th scope="col" class="number">row</th>`,
		html`<th scope="col" class="number">line</th>`,
		...hasReason ? [html`<th scope="col">why</th>`] : [],
		...columns.map((column) => html`<th scope="col">${column === "" ? "text" : clipped(column, 80)}</th>`)
	]}</tr></thead><tbody>${shown.map((sample) => {
		const file = isOneFile ? void 0 : html`<td>${clipped(sample.file, 160)}</td>`;
		const why = hasReason ? html`<td>${clipped(sample.reason ?? "", 160)}</td>` : void 0;
		return html`<tr>${file}${place(sample.row)}${place(sample.line)}${why}${columns.map((column) => cell(sample, column, visibility))}</tr>`;
	})}</tbody></table></div>${note(shown.length, failing, named.length - mostColumns)}</div>`;
}
function isSeen(samples, name, visibility) {
	return samples.some(({ cells }) => cells.some(({ column, value }) => column === name && see(column, value, visibility).kind !== "none"));
}
function place(at) {
	return html`<td class="number">${at === void 0 ? "" : grouped(at)}</td>`;
}
function cell({ cells }, name, visibility) {
	const found = cells.find(({ column }) => column === name);
	if (found === void 0) return html`<td></td>`;
	const seen = see(name, found.value, visibility);
	switch (seen.kind) {
		case "none": return html`<td></td>`;
		case "null": return html`<td><em>null</em></td>`;
		case "pii": return html`<td><span class="pii">pii</span> <code>${seen.token}</code></td>`;
		case "text": return seen.text === "" ? html`<td><em>empty text</em></td>` : html`<td><samp>${clipped(seen.text, 100)}</samp></td>`;
	}
}
function note(shown, failing, hiddenColumns) {
	const parts = [...failing > BigInt(shown) ? [`${shown} of ${grouped(failing)} failing rows.`] : [], ...hiddenColumns > 0 ? [`${plural(hiddenColumns, "more column")} not shown.`] : []];
	return parts.length === 0 ? void 0 : html`<p class="note">${parts.join(" ")}</p>`;
}
// packages/steps/src/data/report/html/check.ts
/** A check that did not pass, or that has something drawn: what was asked, what was found, and the first failing rows. */
function checkCard(finding, { visibility, checksFile, id }) {
	const { check, status } = finding;
	const plots = plotsOf(finding, visibility, id);
	const drawing = gauge(finding);
	return html`<details class="check ${status}"${status === "failed" ? html` open` : void 0}>
<summary>${badge(status)}<h3>${clipped(check.name, 200)}</h3><span class="found">${found(finding, visibility)}</span></summary>
<div class="body">
<div class="told"><dl>${facts(finding, visibility, checksFile)}</dl>${drawing}</div>
${samplesOf(finding, visibility)}
${plots.length === 0 ? void 0 : html`<div class="plots">${plots}</div>`}
</div></details>
`;
}
/** A check in a line. */
function checkLine(finding, visibility) {
	const { check, status } = finding;
	return html`<li>${badge(status)}<span class="name">${clipped(check.name, 120)}</span><span>${clipped(check.demand, 120)}</span><span class="found">${found(finding, visibility)}</span></li>
`;
}
function badge(status) {
	const { word, sign } = statusWords[status];
	return html`<span class="badge ${status}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}
function found(finding, visibility) {
	return clipped(tellFound(finding, visibility) || tellFigure(finding, visibility));
}
function facts(finding, visibility, checksFile) {
	const { check, failing } = finding;
	const hasLimits = failing > 0n && finding.figure === void 0 && check.rule.kind !== "readable";
	const { description, owner, tags, where, limits, columns, line } = check;
	return [
		fact("Asked", html`${clipped(check.demand, 600)}`),
		fact("Found", html`${clipped(tellFound(finding, visibility) || tellFigure(finding, visibility), 600)}`),
		hasLimits ? fact("Allowed", html`${allowed(limits)}`) : void 0,
		where === void 0 ? void 0 : fact("Only rows where", html`<code>${clipped(where, 600)}</code>`),
		description === void 0 ? void 0 : fact("Why", html`${clipped(description, 1e3)}`),
		owner === void 0 ? void 0 : fact("Owner", html`${clipped(owner, 200)}`),
		tags === void 0 ? void 0 : fact("Tags", html`${tags.slice(0, 20).map((tag) => html`<span class="tag">${clipped(tag, 60)}</span> `)}`),
		columns.length > 1 ? fact("Columns", html`${clipped(columns.join(", "), 600)}`) : void 0,
		fact("Written at", html`${clipped(checksFile, 160)} line ${line}`)
	].filter((each) => each !== void 0);
}
function allowed({ warn, fail }) {
	return [...fail === void 0 ? [] : [`${describeLimit(fail)} before it fails`], ...warn === void 0 ? [] : [`${describeLimit(warn)} before it warns`]].join(", ");
}
function fact(name, value) {
	return html`<div><dt>${name}</dt><dd>${value}</dd></div>
`;
}
// packages/steps/src/data/report/html/source.ts
/** Of the bytes for cards: those that checks which did not pass have for themselves. */
const forBad = 4e5;
/** One source: what did not pass, worst first, then what did, in lines. */
function sourceSection(input, result, number, room) {
	const id = `s${number}`;
	const shown = {
		visibility: forPeople(input, result),
		checksFile: input.checksFile.name
	};
	const bad = worstFirst(result.findings);
	const cards = [];
	const rest = [];
	for (const [at, finding] of [...bad, ...drawn(result)].entries()) {
		if (room.cards <= (isBad(finding) ? 0 : forBad)) {
			rest.push(finding);
			continue;
		}
		const card = checkCard(finding, {
			...shown,
			id: `${id}-c${at + 1}`
		});
		room.cards -= bytesOf(card);
		cards.push(card);
	}
	const isQuiet = bad.length === 0;
	const others = (status) => list(status, result.findings.filter((finding) => finding.status === status && !hasPlots(finding)), {
		...shown,
		isOpen: isQuiet,
		room
	});
	return html`<section aria-labelledby="${id}">
<h2 id="${id}">${clipped(result.entry, 300)}</h2>
<p class="meta">${metaOf(result)}</p>
${cards}
${rest.length === 0 ? void 0 : lines("More that did not pass, or that has figures", rest, {
		...shown,
		isOpen: true,
		room
	})}
${others("skipped")}${others("passed")}
</section>
`;
}
const isBad = ({ status }) => status === "failed" || status === "warned";
const hasPlots = ({ figure }) => (figure?.plots ?? []).length > 0;
function drawn({ findings }) {
	return findings.filter((finding) => !isBad(finding) && hasPlots(finding));
}
function metaOf({ format, rows, columns, files }) {
	const counted = (count, noun) => plural(count, noun).replace(/^\d+/, (digits) => grouped(BigInt(digits)));
	return [
		format,
		counted(rows, "row"),
		counted(columns.length, "column"),
		counted(files.length, "file")
	].join(" · ");
}
function list(status, findings, listed) {
	if (findings.length === 0) return void 0;
	return lines(`${statusWords[status].word}: ${plural(findings.length, "check")}`, findings, listed);
}
function lines(title, findings, { visibility, isOpen, room }) {
	const drawnLines = [];
	for (const finding of findings) {
		if (room.lines <= 0) break;
		const line = checkLine(finding, visibility);
		room.lines -= bytesOf(line);
		drawnLines.push(line);
	}
	const left = findings.length - drawnLines.length;
	return html`<details class="lines"${isOpen ? html` open` : void 0}><summary><h3>${title}</h3></summary>
<ul>
${drawnLines}</ul>${left === 0 ? void 0 : html`<p class="note">${grouped(left)} more of them are in report.json.</p>`}
</details>
`;
}
// packages/steps/src/data/report/html/page.ts
/** Nothing is loaded and nothing runs; the one style of the page is known by its hash. */
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(css).digest("base64")}'; base-uri 'none'; form-action 'none'`;
/** The report as one page that needs nothing else. The same data and checks give the same bytes, but for personal data. */
function htmlReport(input) {
	const totals = total(input.sources);
	const room = {
		cards: 11e5,
		lines: 5e5
	};
	const sources = drawnOf(input.sources);
	const sections = sources.map((result, at) => sourceSection(input, result, at + 1, room));
	const left = input.sources.length - sources.length;
	const body = html`<body>
<a class="skip" href="#checks">Skip to the checks</a>
${verdict(input, totals)}
${contents(sources)}
<main id="checks" tabindex="-1">
${sections}
${left > 0 ? html`<p class="note">${grouped(left)} more sources are in report.json.</p>` : void 0}
${provenance(input)}
</main>
</body>
</html>
`;
	const title = html`<title>${statusWords[totals.verdict].word}: ${tally(totals)}</title>`;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${source(title)}
<style>${css}</style>
</head>
${source(body)}`;
}
const mostSources = 200;
/** All sources; where they are very many, those first that did not pass. */
function drawnOf(sources) {
	if (sources.length <= mostSources) return sources;
	const isBad = (source) => total([source]).failed > 0;
	return [...sources.filter(isBad), ...sources.filter((source) => !isBad(source))].slice(0, mostSources);
}
function tally({ checks, failed, warned, skipped, verdict: answer }) {
	const others = [...warned > 0 ? [`${warned} warned`] : [], ...skipped > 0 ? [`${skipped} skipped`] : []].join(", ");
	const first = answer === "failed" ? `${failed} of ${plural(checks, "check")} failed` : `${checks - warned - skipped} of ${plural(checks, "check")} passed`;
	return others === "" ? first : `${first}, ${others}`;
}
function verdict({ sources, scope }, totals) {
	const { word, sign } = statusWords[totals.verdict];
	const files = sources.reduce((sum, each) => sum + each.files.length, 0);
	const facts = [
		["rows", totals.rows],
		["files", files],
		["checks", totals.checks],
		["failing rows", totals.failingRows]
	];
	return html`<header class="${totals.verdict}"><div>
<p class="kind">Data checks</p>
<h1><span class="sign" aria-hidden="true">${sign}</span>${word}</h1>
<p class="tally">${tally(totals)}</p>
${scope === "all" ? void 0 : html`<p class="tally">Only ${clipped(scope, 300)}: this run satisfies no gate.</p>`}
${strip(totals)}
<dl class="facts">${facts.map(([name, count]) => html`<div><dt>${name}</dt><dd>${grouped(count)}</dd></div>`)}</dl>
</div></header>`;
}
/** The parts that failed, warned, were skipped and passed; the words above it say the same. */
function strip({ checks, failed, warned, skipped }) {
	const parts = {
		failed,
		warned,
		skipped,
		passed: checks - failed - warned - skipped
	};
	let x = 0;
	return html`<svg class="strip" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${Object.entries(parts).map(([status, count]) => {
		const [from, width] = [x, count / Math.max(1, checks) * 1e3];
		x += width;
		return html`<rect class="${status}" x="${Math.round(from)}" y="0" width="${count === 0 ? 0 : Math.max(6, Math.round(width) - 4)}" height="10"/>`;
	})}</svg>`;
}
/** Where there are several sources: what became of each. */
function contents(sources) {
	if (sources.length < 2) return void 0;
	return html`<nav aria-label="Sources"><ol>${sources.map((result, at) => {
		const totals = total([result]);
		return html`<li><a href="#s${at + 1}">${clipped(result.entry, 200)}</a> <span>${tally(totals)}</span></li>
`;
	})}</ol></nav>`;
}
// packages/steps/src/data/report/junit.ts
/** The report as JUnit XML: a suite for each source, a case for each check. A warning is a passed case with a note. */
function junitReport(input) {
	const { checks, failed, skipped } = total(input.sources);
	const suites = input.sources.map((source) => {
		const { entry, findings } = source;
		const count = (status) => findings.filter((finding) => finding.status === status).length;
		const cases = findings.map((finding) => testCase(entry, finding, forMachines(input, source)));
		return [
			`  <testsuite name="${xml(entry)}" tests="${findings.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}" time="0">`,
			...cases,
			"  </testsuite>"
		].join("\n");
	});
	return [
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		`<testsuites name="${xml(input.scope === "all" ? "validate-data" : `validate-data, ${input.scope} only`)}" tests="${checks}" failures="${failed}" errors="0" skipped="${skipped}" time="0">`,
		...suites,
		"</testsuites>",
		""
	].join("\n");
}
function testCase(entry, finding, visibility) {
	const { check, status } = finding;
	const message = tellFound(finding, visibility);
	const open = `    <testcase classname="${xml(entry)}" name="${xml(check.name)}" time="0"`;
	if (status === "passed") return `${open}/>`;
	if (status === "skipped") return `${open}><skipped message="${xml(message)}"/></testcase>`;
	const body = xml([
		`${check.demand}: ${message}`,
		check.description ?? "",
		check.owner === void 0 ? "" : `owner: ${check.owner}`,
		...finding.samples.map((sample) => `${placeOf(sample)}: ${tellSample(sample, visibility)}`)
	].filter((line) => line !== "").join("\n"));
	return status === "failed" ? `${open}><failure type="${xml(check.rule.kind)}" message="${xml(message)}">${body}</failure></testcase>` : `${open}><system-out>${xml("warning: ")}${body}</system-out></testcase>`;
}
/** Text for XML 1.0, in an attribute or an element. What no XML may hold, and what hides, is there by its number. */
function xml(text) {
	return visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;").replaceAll("'", "&apos;").replaceAll("\r", "&#13;").replaceAll("\n", "&#10;").replaceAll("	", "&#9;");
}
// packages/steps/src/data/report/bins-report.ts
/** The bins that a source and its reference are compared in, so that others can draw them; nothing for a check without. */
function binsReport({ check, figure }, visibility) {
	const plot = figure?.plots?.find((one) => one.kind === "bins");
	const referenceRows = plot?.referenceRows;
	if (plot === void 0 || referenceRows === void 0) return {};
	const column = check.columns[0] ?? "";
	return { bins: plot.bins.map((bin) => ({
		...nameOf(bin, column, visibility),
		rows: bin.rows,
		share: shareOf(bin.rows, plot.rows),
		"reference-rows": bin.referenceRows ?? 0,
		"reference-share": shareOf(bin.referenceRows ?? 0, referenceRows)
	})) };
}
function nameOf({ value, from, to }, column, visibility) {
	if (value !== void 0) {
		const seen = see(column, value, visibility);
		return seen.kind === "text" ? { value: seen.text } : {};
	}
	if (!areEdgesSeen(column, visibility)) return {};
	return {
		...from !== void 0 && { from },
		...to !== void 0 && { to }
	};
}
const shareOf = (rows, all) => all === 0 ? 0 : rows / all;
// packages/steps/src/data/report/report.ts
/** The JSON report. The same data and checks give the same bytes: nothing in it tells of time, machine or folder. */
function jsonReport(input) {
	const { checksFile, imported, dataDigest, scope, sources, showValues } = input;
	const totals = total(sources);
	const report = {
		format: "ml-ci/validate-data/1",
		verdict: totals.verdict,
		rows: Number(totals.rows),
		checks: totals.checks,
		"failed-checks": totals.failed,
		"warned-checks": totals.warned,
		"skipped-checks": totals.skipped,
		"failing-rows": Number(totals.failingRows),
		scope,
		...dataDigest === void 0 ? {} : { "data-digest": dataDigest },
		"checks-file": {
			name: checksFile.name,
			digest: checksFile.digest,
			...imported && {
				"imported-from": imported.from,
				"left-out": imported.unsupported.length
			}
		},
		"show-values": showValues,
		sources: sources.map((source) => ({
			source: source.entry,
			format: source.format,
			rows: Number(source.rows),
			columns: source.columns.map(({ name, native }) => ({
				name,
				type: native
			})),
			files: source.files.map(fileReport),
			...source.scannedBytes === void 0 ? {} : { "bytes-scanned": source.scannedBytes },
			...source.related === void 0 ? {} : { "held-against": source.related.map(({ entry, files }) => ({
				source: entry,
				files: files.map(fileReport)
			})) },
			checks: source.findings.map((finding) => findingReport(finding, forMachines(input, source)))
		}))
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}
const fileReport = ({ name, bytes, digest, part }) => ({
	name,
	...digest && {
		bytes,
		digest
	},
	...part && {
		"read-bytes": part.readBytes,
		etag: part.etag,
		...part.versionId !== void 0 && { "version-id": part.versionId },
		columns: part.columns
	}
});
function findingReport(finding, visibility) {
	const { check } = finding;
	return {
		check: check.name,
		kind: check.rule.kind,
		columns: [...check.columns],
		demand: check.demand,
		status: finding.status,
		failing: Number(finding.failing),
		...finding.figure === void 0 ? {} : { figure: finding.figure.value },
		...columnFigures(finding),
		...binsReport(finding, visibility),
		...check.where === void 0 ? {} : { where: check.where },
		...finding.chosen === void 0 ? {} : { rows: Number(finding.chosen) },
		...check.limits.warn === void 0 ? {} : { "warn-above": describeLimit(check.limits.warn) },
		...check.limits.fail === void 0 ? {} : { "fail-above": describeLimit(check.limits.fail) },
		...finding.message === void 0 ? {} : { found: tellFound(finding, visibility) },
		...check.description === void 0 ? {} : { description: check.description },
		...check.owner === void 0 ? {} : { owner: check.owner },
		...check.tags === void 0 ? {} : { tags: [...check.tags] },
		"checks-line": check.line,
		samples: finding.samples.map((sample) => sampleReport(sample, visibility))
	};
}
function columnFigures({ figure }) {
	const plot = figure?.plots?.find(({ kind }) => kind === "columns");
	if (plot?.kind !== "columns") return {};
	return { figures: plot.columns.map(({ column, share }) => ({
		column,
		figure: share
	})) };
}
function sampleReport({ file, row, line, reason, cells }, visibility) {
	const values = cells.flatMap(({ column, value }) => {
		const seen = see(column, value, visibility);
		const named = column === "" ? {} : { column };
		switch (seen.kind) {
			case "none": return [];
			case "pii": return [{
				...named,
				pii: true
			}];
			default: return [{
				...named,
				value: seen.kind === "text" ? seen.text : null
			}];
		}
	});
	return {
		file,
		...row === void 0 ? {} : { row },
		...line === void 0 ? {} : { line },
		...reason === void 0 ? {} : { reason },
		...values.length === 0 ? {} : { values }
	};
}
// packages/steps/src/data/report/summary.ts
/** Marks that are told apart without colour. */
const marks = {
	failed: "✗ failed",
	warned: "! warned",
	skipped: "– skipped",
	passed: "✓ passed"
};
/** What did not pass, worst first over all sources, and folded behind it what did. */
function summaryTables(input) {
	const { sources } = input;
	const lines = sources.flatMap((source) => source.findings.map((finding) => ({
		source,
		finding
	})));
	const byFinding = new Map(lines.map((line) => [line.finding, line]));
	const bad = worstFirst([...byFinding.keys()]).flatMap((finding) => byFinding.get(finding) ?? []);
	const rest = (status) => lines.filter(({ finding }) => finding.status === status);
	return [table(headline(input), bad, input), ...[...marked("skipped", rest("skipped"), input), ...marked("passed", rest("passed"), input)]];
}
/** `Data checks of data/train.csv: 11 of 14 passed, 2 failed, 1 warned; 344 rows in 1 file`. */
function headline({ sources, scope }) {
	const { checks, failed, warned, skipped, rows } = total(sources);
	const parts = [
		`${checks - failed - warned - skipped} of ${checks} passed`,
		...failed > 0 ? [`${failed} failed`] : [],
		...warned > 0 ? [`${warned} warned`] : [],
		...skipped > 0 ? [`${skipped} skipped`] : []
	];
	const name = sources.length === 1 ? ` of ${clipped(sources[0]?.entry ?? "")}` : "";
	const files = sources.reduce((sum, source) => sum + source.files.length, 0);
	return `Data checks${name}${scope === "all" ? "" : ` (${clipped(scope)} only)`}: ${parts.join(", ")}; ${plural(rows, "row")} in ${plural(files, "file")}`;
}
function marked(status, lines, input) {
	if (lines.length === 0) return [];
	return [{
		...table(`${marks[status]}: ${plural(lines.length, "check")}`, lines, input),
		isFolded: true
	}];
}
/** A column that would be empty, or the same in every row, is left out. */
function table(title, lines, input) {
	const kept = [
		[
			"verdict",
			lines.some(({ finding }) => finding.status === "failed" || finding.status === "warned"),
			({ finding }) => marks[finding.status]
		],
		[
			"source",
			input.sources.length > 1,
			({ source }) => source.entry
		],
		[
			"check",
			true,
			({ finding }) => finding.check.name
		],
		[
			"asked",
			true,
			({ finding }) => finding.check.demand
		],
		[
			"found",
			true,
			(line) => foundBy(line, input)
		],
		[
			"first at",
			lines.some(({ finding }) => finding.samples.length > 0),
			firstPlace
		],
		[
			"owner",
			lines.some(({ finding }) => finding.check.owner !== void 0),
			({ finding }) => finding.check.owner ?? ""
		]
	].filter(([, isShown]) => isShown);
	return {
		title,
		columns: kept.map(([name]) => name),
		rows: lines.map((line) => kept.map(([, , tell]) => clipped(tell(line))))
	};
}
function foundBy({ source, finding }, input) {
	const visibility = forPeople(input, source);
	const found = tellFound(finding, visibility);
	return found === "" ? tellFigure(finding, visibility) : found;
}
/** Where the first failing row is; the file is only named where the source has another name. */
function firstPlace({ source, finding }) {
	const [sample] = finding.samples;
	if (sample === void 0) return "";
	const { row, line } = sample;
	if (sample.file !== source.entry || row === void 0) return placeOf(sample);
	return line === void 0 ? `row ${row}` : `line ${line}`;
}
// packages/steps/src/data/sources/spill.ts
/** The spill folder, with a limit: what is asked for, by default half of what is free, and never more than that. */
async function openSpill(folder, limitBytes) {
	const real = await realpath(folder);
	const { bavail, bsize } = await statfs(real);
	const freeBytes = bavail * bsize;
	const mostBytes = Math.floor(Math.min(limitBytes ?? freeBytes / 2, freeBytes));
	let usedBytes = 0;
	let names = 0;
	return {
		folder: real,
		get leftBytes() {
			return mostBytes - usedBytes;
		},
		take(bytes, entry) {
			if (usedBytes + bytes > mostBytes) throw tooLarge(entry, usedBytes + bytes, mostBytes);
			usedBytes += bytes;
		},
		give(bytes) {
			usedBytes -= bytes;
		},
		next() {
			names += 1;
			return `${names}`;
		}
	};
}
function tooLarge(entry, neededBytes, mostBytes) {
	return new StepError("SOURCE_TOO_LARGE", {
		message: `with the source "${entry}" the sources need ${formatBytes(neededBytes)} or more for temporary files, and ${formatBytes(mostBytes)} are allowed`,
		fix: ({ input }) => `raise ${input("disk", "20GB")}, set TMPDIR to a folder with more room, or name fewer files`
	});
}
// packages/steps/src/data/validate-data/run.ts
/** Checks every source, writes the reports and tells what failed. */
async function run(context) {
	const { inputs, files, log } = context;
	const spill = await openSpill(await files.temporary("validate-data"), inputs.disk);
	let loaded;
	const open = {
		spill,
		loadDuckDb: () => loaded ??= loadDuckDb(context)
	};
	const text = inputs.infer ? await (await import("./steps-data-infer-infer.js")).inferChecks(context, open) : await files.readText(inputs.checks);
	const checks = readChecks(text, inputs.checks);
	tellImport(context, checks);
	const planned = await openSources(context, checks, open);
	assertReachable(planned, inputs.sample);
	if (context.plan.active && !planned.every(hasFiles)) return unasked(context, planned);
	const history = await historyOf(context, planned);
	const engine = await openEngine({
		duckdb: await open.loadDuckDb(),
		spill: spill.folder,
		diskBytes: spill.leftBytes,
		paths: planned.flatMap(({ source, related }) => [source, ...[...related.values()].map((other) => other.source)].flatMap(({ files: some }) => some.map(({ path }) => path))),
		memoryBytes: inputs.memory,
		threads: inputs.threads,
		signal: context.signal
	});
	try {
		const queries = await prepareQueries(engine, checks);
		const athena = athenaBackends(context);
		const prepared = await prepare(engine, checks, planned);
		const { maxFindings } = inputs;
		const common = {
			...prepared,
			maxFindings,
			nowMs: context.clock.now(),
			sampleRows: inputs.sample,
			signal: context.signal
		};
		const sources = [];
		for (const [index, one] of withReadFiles(planned, queries).entries()) {
			const isThere = one.source.format === "athena";
			const backend = isThere ? await athena(one) : localBackend(engine, queries);
			const result = await checkSource(backend, one, {
				...common,
				...isThere && inputs.showValues === "none" && { maxFindings: 0 },
				id: String(index)
			});
			sources.push(history === void 0 ? result : withHistory(result, one, history));
			if (result.scannedBytes !== void 0) log.info(`${result.entry}: ${formatBytes(result.scannedBytes)} scanned in Athena`);
			if (planned.length > 1) log.progress({
				label: "sources",
				done: index + 1,
				total: planned.length,
				unit: "count",
				detail: result.entry
			});
		}
		const verdict = await report(context, {
			checksFile: {
				name: inputs.checks,
				digest: sha256(text)
			},
			imported: checks.imported,
			scope: scopeOf(inputs),
			...inputs.sample === void 0 && planned.every(hasFiles) && { dataDigest: combineDigests(sources.flatMap(({ files: read }) => read.flatMap(({ digest }) => digest ?? []))) },
			sources,
			showValues: inputs.showValues,
			piiKey: randomBytes(32)
		});
		const isKept = scopeOf(inputs) === wholeScope && !context.plan.active;
		if (history !== void 0 && isKept) await addRun(history, sources, context);
		return verdict;
	} catch (error) {
		throw error instanceof EngineError ? engineFailed(error, "the data could not be checked") : error;
	} finally {
		engine.close();
	}
}
/** The earlier runs, where they are kept; a check that looks back needs them. */
async function historyOf(context, planned) {
	const place = context.inputs.history;
	if (place !== void 0) return await openRuns(place, context);
	const check = planned.flatMap(({ plan }) => plan.checks).find(isHistory);
	if (check === void 0) return void 0;
	throw new StepError("INPUT_INVALID", {
		message: "a mistake in the inputs of validate-data",
		fix: ({ input }) => `give ${input("history", "PLACE")}`,
		problems: [{
			name: "history",
			message: `is missing, and "${check.name}" looks back at earlier runs`
		}]
	});
}
/** Says what was imported; what was not is a failure, or a warning where that is allowed. */
function tellImport({ inputs, log }, checks) {
	if (checks.imported === void 0) return;
	if (!inputs.allowUnsupported) assertSupported(checks);
	const { from, count } = checks.imported;
	log.info(`${plural(count, "check")} imported from a ${from}`);
	for (const { place, name, message, fix } of unsupportedIn(checks)) log.warn(`left out: ${name} (${place}) ${message}: ${fix}`);
}
async function report({ inputs, files, log, plan }, input) {
	const totals = total(input.sources);
	const json = jsonReport(input);
	const [jsonPath = "", htmlPath = "", junitPath = ""] = [
		"report.json",
		"report.html",
		"junit.xml"
	].map((name) => join(inputs.report, name));
	if (plan.active) plan.would(`write ${jsonPath}, ${htmlPath} and ${junitPath}`, "local files");
	else {
		if (inputs.report.startsWith(".ml-ci/")) await files.state(inputs.report.slice(7));
		await files.write(jsonPath, json);
		await files.write(htmlPath, htmlReport(input));
		await files.write(junitPath, junitReport(input));
	}
	if (input.scope !== wholeScope) log.warn(`this run looked at ${input.scope} only, and satisfies no gate`);
	for (const table of summaryTables(input)) log.table(table);
	for (const annotation of annotations(input)) log.annotate(annotation);
	const outputs = {
		rows: Number(totals.rows),
		checks: totals.checks,
		failedChecks: totals.failed,
		warnedChecks: totals.warned,
		failingRows: Number(totals.failingRows),
		report: jsonPath,
		html: htmlPath,
		junit: junitPath,
		reportDigest: sha256(json),
		scope: input.scope,
		...input.dataDigest !== void 0 && { dataDigest: input.dataDigest }
	};
	if (totals.verdict === "passed") return passed(outputs);
	return failed(`${totals.failed} of ${plural(totals.checks, "data check")} failed`, outputs);
}
/** Queries cost money and leave results behind, so that a plan asks none. */
function unasked({ plan }, planned) {
	for (const one of planned) if (!hasFiles(one)) plan.would(`query the table of ${one.source.entry}`, "athena:StartQueryExecution");
	return inconclusive("a plan asks nothing of Athena, so that nothing was checked");
}
/** A digest is of what was read here: a table of Athena has none. */
const hasFiles = ({ source }) => source.format !== "athena";
/** What a run is of that leaves nothing out. */
const wholeScope = "all";
/** What a run looks at: a gate asks for all. */
function scopeOf({ sample, tags }) {
	const parts = [sample === void 0 ? [] : [`the first ${plural(sample, "row")} of each source`], tags.length === 0 ? [] : [`checks tagged ${tags.join(", ")}`]].flat();
	return parts.length === 0 ? wholeScope : parts.join(" and ");
}
export { athenaExecution as a, stopAthenaQuery as c, athenaColumns as i, athenaRows as n, athenaWorkGroup as o, runAthenaQuery as r, run, startAthenaQuery as s, writeObject as t };
