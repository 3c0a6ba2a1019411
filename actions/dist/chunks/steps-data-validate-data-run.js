import { o as __toESM } from "./rolldown-runtime.js";
import { r as passed, t as failed } from "./core-verdict.js";
import { t as plural } from "./core-plural.js";
import { n as StepError, r as describeError } from "./core-error-codes.js";
import { n as suggest } from "./core-nearest.js";
import { t as parseYaml } from "./core-config-yaml2.js";
import { a as number, c as strictObject, i as literal$1, l as string, n as array, r as boolean, s as record, t as _enum, u as union } from "./zod.js";
import { r as parseS3Uri, t as formatS3Uri } from "./aws-uri.js";
import { f as s3Client, h as isAwsError, p as sending } from "./core-foreign-endpoint.js";
import { t as formatBytes } from "./core-bytes.js";
import { createRequire } from "node:module";
import { extname, isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, glob, mkdir, open, realpath, stat, statfs } from "node:fs/promises";
import { Readable } from "node:stream";
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { pipeline } from "node:stream/promises";
// packages/aws/src/s3.ts
/** The object at `uri`, or undefined where there is none. */
async function headObject(session, uri, options = {}) {
	const { HeadObjectCommand } = await import("./aws-sdk-client-s3.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const reply = await (await s3Client(session)).send(new HeadObjectCommand({
		Bucket: uri.bucket,
		Key: uri.key
	}), sending(options)).catch((error) => {
		if (isAwsError(error, "NotFound", "NoSuchKey")) return void 0;
		throw error;
	});
	if (!reply) return void 0;
	return {
		uri,
		size: reply.ContentLength ?? 0,
		etag: reply.ETag ?? "",
		lastModified: reply.LastModified
	};
}
/** The bytes of an object, as they come. */
async function readObject(session, uri, options = {}) {
	const { GetObjectCommand } = await import("./aws-sdk-client-s3.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await s3Client(session);
	const command = new GetObjectCommand({
		Bucket: uri.bucket,
		Key: uri.key,
		...options.ifMatch === void 0 ? {} : { IfMatch: options.ifMatch }
	});
	const { Body } = await client.send(command, sending(options)).catch((error) => {
		throw isAwsError(error, "NoSuchKey", "NoSuchBucket") ? missingObject(uri, error) : error;
	});
	if (!Body) throw missingObject(uri);
	return Body;
}
/** The objects under a prefix, page by page. */
async function* listObjects(session, prefix, options = {}) {
	const { ListObjectsV2Command } = await import("./aws-sdk-client-s3.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await s3Client(session);
	let token;
	do {
		const command = new ListObjectsV2Command({
			Bucket: prefix.bucket,
			Prefix: prefix.key,
			...token === void 0 ? {} : { ContinuationToken: token }
		});
		const page = await client.send(command, sending(options));
		for (const { Key = "", Size = 0, ETag = "", LastModified } of page.Contents ?? []) yield {
			uri: {
				bucket: prefix.bucket,
				key: Key
			},
			size: Size,
			etag: ETag,
			lastModified: LastModified
		};
		token = page.IsTruncated ? page.NextContinuationToken : void 0;
	} while (token !== void 0);
}
function missingObject(uri, cause) {
	return new StepError("RESOURCE_MISSING", {
		message: `nothing at "${formatS3Uri(uri)}": the object does not exist`,
		fix: "check the address, and that the environment is the right one",
		cause
	});
}
// packages/steps/src/data/validate-data/cell-types.ts
const patterns = {
	integer: "[+-]?[0-9]+",
	number: "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?([iI]nf(inity)?|[iI]nfinity)|[nN]a[nN]|NAN|INF",
	boolean: "(?i:true|false)",
	date: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
	timestamp: "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
};
const engineTypes = {
	integer: "HUGEINT",
	number: "DOUBLE",
	boolean: "BOOLEAN",
	date: "DATE",
	timestamp: "TIMESTAMPTZ"
};
/**
* SQL that reads text as a value, NULL where it is none. The engine's own cast is too kind: it takes white space, digit
* groups, hexadecimal numbers, and rounds 1.7 to an integer.
*/
function readText(cell, type) {
	if (type === void 0 || type === "string") return cell;
	if (type === "timestamp") return readTimestamp(cell);
	return `CASE WHEN regexp_full_match(${cell}, '${patterns[type]}') THEN TRY_CAST(${cell} AS ${engineTypes[type]}) END`;
}
/** The engine wants seconds before an offset; ISO 8601 does not. */
function readTimestamp(cell) {
	const whole = `regexp_replace(${cell}, '([T ][0-9]{2}:[0-9]{2})(Z|[+-])', '\\1:00\\2')`;
	return `CASE WHEN regexp_full_match(${cell}, '${patterns.timestamp}') THEN TRY_CAST(${whole} AS TIMESTAMPTZ) END`;
}
/** What a type of the engine is to us. */
function typeOfNative(native) {
	if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/.test(native)) return "integer";
	if (/^(FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(native)) return "number";
	if (/^(VARCHAR|ENUM\(.*\)|UUID)$/.test(native)) return "string";
	if (native === "BOOLEAN") return "boolean";
	if (native === "DATE") return "date";
	return native.startsWith("TIMESTAMP") ? "timestamp" : "other";
}
/** True where a column of `found` holds only values of `declared`. */
function fits(declared, found) {
	return declared === found || declared === "number" && found === "integer";
}
// packages/steps/src/data/validate-data/literal.ts
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const timestampPattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;
const integerPattern = /^[+-]?\d{1,38}$/;
const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** The type that a value of the checks file speaks of. */
function typeOf(value) {
	if (typeof value === "number") return "number";
	if (typeof value === "boolean") return "boolean";
	if (isDay(value)) return "date";
	if (timestampPattern.test(value) && isDay(value.slice(0, 10))) return "timestamp";
	return "string";
}
/** The type a bound speaks of: as `typeOf`, but digits in quotes are a number. */
function typeOfBound(value) {
	return typeof value === "string" && numberPattern.test(value) ? "number" : typeOf(value);
}
/** A value as a literal of `type`; undefined where it is none. */
function toLiteral(value, type) {
	switch (type) {
		case "integer": return integerLiteral(value);
		case "number": return numberLiteral(value);
		case "boolean": return typeof value === "boolean" ? {
			type,
			value
		} : void 0;
		case "string": return typeof value === "string" ? {
			type,
			text: value
		} : void 0;
		case "date": return typeof value === "string" && isDay(value) ? {
			type,
			text: value
		} : void 0;
		case "timestamp": return typeof value === "string" && ["date", "timestamp"].includes(typeOf(value)) ? {
			type,
			text: value
		} : void 0;
	}
}
/** True for a whole number that YAML has already rounded: it must be written in quotes. */
function isRounded(value) {
	return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
}
/** `literal` as SQL; `native` is the engine's type of the column it is compared with, where that is known. */
function literalSql(literal, native) {
	switch (literal.type) {
		case "integer": return literal.text.startsWith("-") ? `(${literal.text})` : literal.text;
		case "number": return numberSql(literal, native);
		case "boolean": return String(literal.value);
		case "string": return quote(literal.text);
		case "date": return `CAST(${quote(literal.text)} AS DATE)`;
		case "timestamp": return timestampSql(literal.text, native);
	}
}
/** Text as a string of SQL. */
function quote(text) {
	return `'${text.replaceAll("'", "''")}'`;
}
/** A column without time zones is taken as UTC; casting the literal costs nothing, casting the column a fifth of a scan. */
function timestampSql(text, native) {
	const instant = `CAST(${quote(text.replace(/([T ]\d{2}:\d{2})(Z|[+-])/, "$1:00$2"))} AS TIMESTAMPTZ)`;
	return native?.startsWith("TIMESTAMP") === true && !native.endsWith("TIME ZONE") ? `CAST(${instant} AS TIMESTAMP)` : instant;
}
function numberSql(literal, native) {
	if (native?.startsWith("DECIMAL") && /^-?\d{1,19}(\.\d{1,19})?$/.test(literal.text)) return `(${literal.text})`;
	return `CAST(${quote(literal.text)} AS ${native === "FLOAT" ? "FLOAT" : "DOUBLE"})`;
}
function integerLiteral(value) {
	if (typeof value === "boolean") return void 0;
	const text = String(value);
	if (!integerPattern.test(text) || isRounded(value)) return void 0;
	return {
		type: "integer",
		text: String(BigInt(text.replace(/^\+/, "")))
	};
}
function numberLiteral(value) {
	if (typeof value === "boolean" || typeof value === "string" && !numberPattern.test(value)) return void 0;
	const number = Number(value);
	return Number.isFinite(number) ? {
		type: "number",
		value: number,
		text: String(value)
	} : void 0;
}
function isDay(text) {
	if (!datePattern.test(text)) return false;
	const day = /* @__PURE__ */ new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
// packages/steps/src/data/validate-data/bind.ts
/** The columns that a source's checks look at, by their place in the scan. */
var Projection = class {
	names = [];
	#table;
	#plan;
	constructor(table, plan) {
		this.#table = table;
		this.#plan = plan;
	}
	/** The number of a column in the scan; it is put there where it is not yet. */
	place(name) {
		const at = this.names.indexOf(name);
		return at === -1 ? this.names.push(name) - 1 : at;
	}
	/** The scan `from` with, for each column: `k` the cell, `r` its text, `t` its value. */
	over(from) {
		return `SELECT *${this.names.map((name, at) => {
			const type = mismatch(this.#table, name, this.#plan) ? void 0 : this.#plan.types.get(name);
			return `, ${this.#table.text(`k${at}`)} AS r${at}, ${this.#table.typed(`k${at}`, type)} AS t${at}`;
		}).join("")} FROM (${from})`;
	}
};
/** Brings a check together with the columns of the table. */
async function bind(check, table, plan, projection, expressions) {
	if (table.unreadable.length > 0 && check.rule.kind !== "readable") return {
		kind: "unmeasured",
		check,
		reason: "the source cannot be read",
		isAllowed: true
	};
	switch (check.rule.kind) {
		case "readable":
		case "row-count": return {
			kind: "counted",
			check
		};
		case "header":
		case "present":
		case "strict":
		case "ordered": return {
			kind: "decided",
			check,
			problem: columnProblem(check, check.rule.kind, table)
		};
		case "expression": return bindExpression(check, expressions.get(check.rule.sql), table, plan, projection);
		case "unique": return unmeasured(check, check.columns, table, plan) ?? {
			kind: "unique",
			check,
			value: uniqueValue(check, projection)
		};
		default: return bindCells(check, check.rule, table, plan, projection);
	}
}
/** Why a column does not hold what is declared, where its file says so; undefined where it does, or where cells decide. */
function mismatch(table, name, plan) {
	const column = table.columns.find((candidate) => candidate.name === name);
	const declared = plan.types.get(name);
	if (column?.type === void 0 || declared === void 0) return void 0;
	if (!fits(declared, column.type)) return `is ${column.native}, not ${declared}`;
	const other = column.otherTypes.find(({ native }) => !fits(declared, typeOfNative(native)));
	return other && `is ${other.native} in "${other.file}", not ${declared}`;
}
function bindCells(check, rule, table, plan, projection) {
	const [name = ""] = check.columns;
	const missing = absent(check, [name], table, plan);
	if (missing !== void 0) return missing;
	const problem = mismatch(table, name, plan);
	if (rule.kind === "type" && !table.isText) return {
		kind: "decided",
		check,
		problem
	};
	if (problem !== void 0 && rule.kind !== "nullable") return {
		kind: "unmeasured",
		check,
		reason: `the column ${problem}`,
		isAllowed: false
	};
	const native = table.columns.find((column) => column.name === name)?.native ?? "";
	return {
		kind: "rows",
		check,
		condition: cellCondition(rule, projection.place(name), table.isText ? "text" : native)
	};
}
/** SQL that is true for a cell that breaks the rule. `native` is `text` where the cells are text. */
function cellCondition(rule, at, native) {
	const isFloat = native === "text" || native === "FLOAT" || native === "DOUBLE";
	const type = native === "text" ? void 0 : native;
	switch (rule.kind) {
		case "type": return `r${at} IS NOT NULL AND t${at} IS NULL`;
		case "nullable": return native === "text" ? `r${at} IS NULL` : `k${at} IS NULL`;
		case "finite": return isFloat ? `NOT isfinite(t${at})` : "false";
		case "min": return `t${at} < ${literalSql(rule.bound, type)}${isFloat && rule.bound.type === "number" ? ` OR isnan(t${at})` : ""}`;
		case "max": return `t${at} > ${literalSql(rule.bound, type)}`;
		case "in":
		case "not-in": {
			const values = rule.values.map((value) => literalSql(value, type)).join(", ");
			return `t${at} ${rule.kind === "in" ? "NOT IN" : "IN"} (${values})`;
		}
		case "matches": return `NOT regexp_matches(t${at}, ${quote(rule.pattern)})`;
		case "length": {
			const { min = 0, max } = rule.range;
			return `length(t${at}) < ${min}${max === void 0 ? "" : ` OR length(t${at}) > ${max}`}`;
		}
	}
}
function uniqueValue(check, projection) {
	const cells = check.columns.map((name) => `t${projection.place(name)}`);
	if (cells.length === 1) return cells.join();
	return `CASE WHEN ${cells.map((cell) => `${cell} IS NOT NULL`).join(" AND ")} THEN {${cells.map((cell, at) => `'u${at}': ${cell}`).join(", ")}} END`;
}
async function bindExpression(check, expression, table, plan, projection) {
	if (expression === void 0) throw new Error(`the expression of "${check.name}" was not parsed`);
	const columns = expression.columns.map((name) => spelled(name, [...table.columns.map((column) => column.name), ...plan.types.keys()]));
	const named = {
		...check,
		columns
	};
	const missing = unmeasured(named, columns, table, plan);
	if (missing !== void 0) return missing;
	const places = new Map(expression.columns.map((name, at) => [name, `t${projection.place(columns[at] ?? name)}`]));
	const sql = `(${await expression.rewrite(places)})`;
	return {
		kind: "rows",
		check: named,
		condition: `NOT ${sql}`,
		expression: sql
	};
}
/** SQL does not tell capitals from small letters where only one name is meant. */
function spelled(name, known) {
	if (known.includes(name)) return name;
	const same = [...new Set(known.filter((candidate) => candidate.toLowerCase() === name.toLowerCase()))];
	return same.length === 1 ? same[0] ?? name : name;
}
function unmeasured(check, names, table, plan) {
	const missing = absent(check, names, table, plan);
	if (missing !== void 0) return missing;
	const wrong = names.find((name) => mismatch(table, name, plan) !== void 0);
	if (wrong === void 0) return void 0;
	return {
		kind: "unmeasured",
		check,
		reason: `the column "${wrong}" ${mismatch(table, wrong, plan)}`,
		isAllowed: false
	};
}
function absent(check, names, table, plan) {
	const missing = names.find((name) => !table.columns.some((column) => column.name === name));
	if (missing === void 0) return void 0;
	const isAllowed = plan.optional.has(missing);
	return {
		kind: "unmeasured",
		check,
		reason: `there is no column "${missing}"`,
		isAllowed
	};
}
function columnProblem(check, kind, table) {
	const names = table.columns.map(({ name }) => name);
	switch (kind) {
		case "header": return table.repeated.length === 0 ? void 0 : `names that stand twice: ${listed$1(table.repeated)}`;
		case "present": return presenceProblem(check.columns[0] ?? "", table.columns);
		case "strict": {
			const extra = names.filter((name) => !check.columns.includes(name));
			return extra.length === 0 ? void 0 : `columns that are not listed: ${listed$1(extra)}`;
		}
		case "ordered": {
			const there = names.filter((name) => check.columns.includes(name));
			const wanted = check.columns.filter((name) => names.includes(name));
			return there.join("\0") === wanted.join("\0") ? void 0 : `the order is ${listed$1(there)}`;
		}
	}
}
function presenceProblem(name, columns) {
	const column = columns.find((candidate) => candidate.name === name);
	if (column === void 0) return `there is no column "${name}"; there are ${listed$1(columns.map((each) => each.name)) || "none"}`;
	if (column.missingFrom.length === 0) return void 0;
	return `no column "${name}" in ${listed$1(column.missingFrom)}`;
}
function listed$1(names) {
	const shown = names.slice(0, 20).map((name) => `"${name}"`).join(", ");
	return names.length > 20 ? `${shown}, … (${names.length})` : shown;
}
/** The columns that an expression needs a type for, and has none. */
function untyped(expression, types) {
	return expression.columns.filter((name) => !types.has(spelled(name, [...types.keys()])));
}
// packages/steps/src/data/validate-data/csv-dialect.ts
/** The dialect of a source; RFC 4180 unless the checks file says otherwise. */
function dialectOf(source, csv) {
	return {
		delimiter: csv?.delimiter ?? (source.isTabbed ? "	" : ","),
		quote: csv?.quote === false ? void 0 : csv?.quote ?? "\"",
		nulls: csv?.null ?? [""],
		names: csv?.header === void 0 || csv.header === true ? void 0 : csv.header
	};
}
// packages/steps/src/data/validate-data/csv-header.ts
const largestHeader = 1 << 20;
/** The names in the first record of a file: undefined for an empty file, or why they cannot be read. */
async function readHeader(path, dialect) {
	const bytes = await readStart(path);
	if (bytes.length === 0) return void 0;
	if (bytes.indexOf(0) !== -1 && bytes.indexOf(0) < 4) return { reason: "is not UTF-8: it looks like UTF-16" };
	const names = splitRecord(new TextDecoder("utf-8").decode(bytes), dialect);
	if (names === void 0) return { reason: "has a header without an end" };
	return names.some((name) => name.includes("�")) ? { reason: "has a header that is not UTF-8" } : { names };
}
/** The cells of the first record; undefined where a quote stays open. */
function splitRecord(text, { delimiter, quote }) {
	const cells = [];
	let cell = "";
	let isQuoted = false;
	let isOpen = false;
	for (let index = 0; index < text.length; index += 1) {
		const character = text.charAt(index);
		if (isOpen) {
			if (character !== quote) cell += character;
			else if (text[index + 1] === quote) {
				cell += character;
				index += 1;
			} else isOpen = false;
		} else if (character === quote && cell.trim() === "" && !isQuoted) [cell, isOpen, isQuoted] = [
			"",
			true,
			true
		];
		else if (character === delimiter) {
			cells.push(cell);
			[cell, isQuoted] = ["", false];
		} else if (character === "\n" || character === "\r") return [...cells, cell];
		else if (!isQuoted || character !== " ") cell += character;
	}
	return isOpen ? void 0 : [...cells, cell];
}
async function readStart(path) {
	const handle = await open(path);
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(largestHeader), 0, largestHeader, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await handle.close();
	}
}
// packages/steps/src/data/validate-data/csv-line-ends.ts
const names = {
	"\n": "LF",
	"\r\n": "CRLF",
	"\r": "CR"
};
/** Says so where the lines of a file end in several ways: the engine then reads none of it, and does not say why. */
async function mixedLineEnds(path, quote) {
	const first = /* @__PURE__ */ new Map();
	let line = 1;
	let isQuoted = false;
	let waits = false;
	const found = (end) => {
		if (!isQuoted && !first.has(end)) first.set(end, line);
		line += 1;
	};
	for await (const text of createReadStream(path, { encoding: "latin1" })) {
		for (const character of String(text)) {
			if (waits) found(character === "\n" ? "\r\n" : "\r");
			else if (character === "\n") found("\n");
			waits = character === "\r";
			if (character === quote) isQuoted = !isQuoted;
		}
		if (first.size > 1) break;
	}
	if (waits) found("\r");
	if (first.size < 2) return void 0;
	return `has lines that end in several ways: ${[...first].map(([end, at]) => `${names[end]} in line ${at}`).join(", ")}`;
}
// packages/steps/src/data/validate-data/csv-quotes.ts
/**
* True where no file holds the quote character. Only then do line ends alone part the records, and only then may the
* engine read parts of a file at the same time: where a part starts inside a quoted cell of several lines it takes the
* lines of the cell for rows (seen in DuckDB 1.5: rows too many, or an error for a file without fault).
*/
async function areUnquoted(files, quote) {
	if (quote === void 0) return true;
	for (const { path } of files) if (await holds(path, quote.charCodeAt(0))) return false;
	return true;
}
async function holds(path, byte) {
	const stream = createReadStream(path, { highWaterMark: 1 << 20 });
	for await (const chunk of stream) if (chunk.includes(byte)) return true;
	return false;
}
// packages/steps/src/data/validate-data/csv-records.ts
/**
* Where rows are in a file. `rows` are counted from 1 among the records that could be read; `rejected` are those that
* could not, counted from 1 among all records, header and blank lines included. The file is read as far as needed.
*/
async function locateRows(path, options, rows, rejected = []) {
	const counter = new RecordCounter(options, rows, rejected);
	const scanner = new RecordScanner(options);
	const stream = createReadStream(path, { highWaterMark: 1 << 20 });
	for await (const chunk of stream) {
		scanner.scan(chunk, (line, isBlank) => counter.add(line, isBlank));
		if (counter.isDone) break;
	}
	scanner.end((line, isBlank) => counter.add(line, isBlank));
	return counter;
}
/** How many rows a file has by its line ends outside quotes, and where a quote stays open to its end. */
async function countRows(path, options) {
	const counter = new RecordCounter(options, [], []);
	const scanner = new RecordScanner(options);
	const stream = createReadStream(path, { highWaterMark: 1 << 20 });
	for await (const chunk of stream) scanner.scan(chunk, (line, isBlank) => counter.add(line, isBlank));
	const line = scanner.openLine;
	scanner.end((start, isBlank) => counter.add(start, isBlank));
	return {
		rows: counter.rows,
		open: line === void 0 ? void 0 : {
			row: counter.rows,
			line
		}
	};
}
/** Counts records as the engine does, and keeps where the wanted ones are. */
var RecordCounter = class {
	accepted = /* @__PURE__ */ new Map();
	rejected = /* @__PURE__ */ new Map();
	#options;
	#wanted;
	#left;
	#records = 0;
	#rows = 0;
	#accepted = 0;
	constructor(options, rows, rejected) {
		this.#options = options;
		this.#wanted = new Set(rows);
		this.#left = new Set(rejected);
	}
	get isDone() {
		return (rowsOnly(this.#wanted) || this.rejected.size === this.#left.size) && this.accepted.size === this.#wanted.size;
	}
	get rows() {
		return this.#rows;
	}
	add(line, isBlank) {
		this.#records += 1;
		if (this.#records === 1 && this.#options.hasHeader) return;
		if (isBlank && this.#options.skipsBlank) return;
		this.#rows += 1;
		const place = {
			row: this.#rows,
			line
		};
		if (this.#left.has(this.#records)) {
			this.rejected.set(this.#records, place);
			return;
		}
		this.#accepted += 1;
		if (this.#wanted.has(this.#accepted)) this.accepted.set(this.#accepted, place);
	}
};
/** Where rows are wanted, the rejected records only serve to count; they need not all have been met. */
const rowsOnly = (wanted) => wanted.size > 0;
/** What a byte can mean; everything else is 0. */
const [lineFeed, carriageReturn, quoteByte, separator, space] = [
	1,
	2,
	3,
	4,
	5
];
/** Where in a cell the scanner is: a quote opens only at its start, or again behind one that has just closed. */
const [atStart, inPlain, inQuotes, behindQuote] = [
	0,
	1,
	2,
	3
];
const byteOrderMark = [
	239,
	187,
	191
];
/** Finds the ends of records. A line may end in LF, CRLF or CR. One loop over bytes: files are large. */
var RecordScanner = class {
	#kinds = /* @__PURE__ */ new Uint8Array(256);
	#state = atStart;
	#line = 1;
	#start = 1;
	#isBlank = true;
	#isBehindReturn = false;
	#isFirst = true;
	constructor({ delimiter, quote }) {
		this.#kinds[10] = lineFeed;
		this.#kinds[13] = carriageReturn;
		this.#kinds[32] = space;
		this.#kinds[delimiter.charCodeAt(0)] = separator;
		if (quote !== void 0) this.#kinds[quote.charCodeAt(0)] = quoteByte;
	}
	/** The line where a record starts whose quote is still open. */
	get openLine() {
		return this.#state === inQuotes ? this.#start : void 0;
	}
	scan(chunk, onRecord) {
		const hasMark = this.#isFirst && byteOrderMark.every((byte, at) => chunk[at] === byte);
		this.#isFirst = false;
		const kinds = this.#kinds;
		let state = this.#state;
		for (let at = hasMark ? byteOrderMark.length : 0; at < chunk.length; at += 1) {
			const kind = kinds[chunk[at] ?? 0] ?? 0;
			if (kind === lineFeed || kind === carriageReturn) {
				state = this.#newline(kind, state, onRecord);
				continue;
			}
			this.#isBlank = false;
			this.#isBehindReturn = false;
			if (state === inQuotes) state = kind === quoteByte ? behindQuote : inQuotes;
			else if (kind === separator) state = atStart;
			else if (kind === quoteByte && state !== inPlain) state = inQuotes;
			else if (kind !== space || state !== atStart) state = inPlain;
		}
		this.#state = state;
	}
	/** A last record without an end of line. */
	end(onRecord) {
		if (!this.#isBlank) onRecord(this.#start, false);
		this.#isBlank = true;
	}
	#newline(kind, state, onRecord) {
		const isSecondHalf = kind === lineFeed && this.#isBehindReturn;
		this.#isBehindReturn = kind === carriageReturn;
		if (isSecondHalf) return state;
		this.#line += 1;
		if (state === inQuotes) return state;
		onRecord(this.#start, this.#isBlank);
		this.#isBlank = true;
		this.#start = this.#line;
		return atStart;
	}
};
// packages/steps/src/data/validate-data/rejects.ts
/** What the engine left out of a scan, from the tables in which it kept it. */
async function readRejects(engine, [errors, scans], files, locate, limit) {
	const kept = `${errors} JOIN ${scans} USING (scan_id, file_id)`;
	const counts = /* @__PURE__ */ new Map();
	for (const { path, lines } of await engine.query(`SELECT file_path AS path, count(DISTINCT line) AS lines FROM ${kept} GROUP BY ALL`)) counts.set(String(path), BigInt(String(lines)));
	const samples = [];
	for (const file of files) {
		if (!counts.has(file.path) || samples.length >= limit) continue;
		samples.push(...await firstOf(engine, kept, file, locate, limit - samples.length));
	}
	return {
		count: [...counts.values()].reduce((sum, count) => sum + count, 0n),
		samples,
		records: (path) => counts.has(path) ? recordsOf(engine, kept, path) : Promise.resolve([])
	};
}
async function firstOf(engine, kept, file, locate, limit) {
	const rows = await engine.query(`SELECT line, min(error_type::VARCHAR) AS type, min(error_message) AS message, min(csv_line) AS text
     FROM ${kept} WHERE file_path = $1 GROUP BY line ORDER BY line LIMIT ${limit}`, [file.path]);
	const records = rows.map(({ line }) => Number(line));
	const places = await locate(file.path, records);
	return rows.map((row, at) => ({
		file: file.name,
		...places.get(records[at] ?? 0),
		reason: reasonOf(row),
		text: String(row.text ?? "")
	}));
}
/** There may be millions: they are asked for only where rows of the file must be found. */
async function recordsOf(engine, kept, path) {
	return (await engine.query(`SELECT DISTINCT line FROM ${kept} WHERE file_path = $1 ORDER BY line`, [path])).map(({ line }) => Number(line));
}
/** The rejects of several scans as one; each file is in one of them. */
function combineRejects(parts, limit) {
	return {
		count: parts.reduce((sum, { count }) => sum + count, 0n),
		samples: parts.flatMap(({ samples }) => samples).slice(0, limit),
		records: async (path) => {
			for (const part of parts) {
				const records = await part.records(path);
				if (records.length > 0) return records;
			}
			return [];
		}
	};
}
function reasonOf(row) {
	const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(String(row.message));
	switch (row.type) {
		case "MISSING COLUMNS":
		case "TOO MANY COLUMNS": return counts ? `has ${counts[2]} ${counts[2] === "1" ? "cell" : "cells"}, not ${counts[1]}` : "has too few or too many cells";
		case "UNQUOTED VALUE": return "has a quote that is not closed, or text behind a closed one";
		case "INVALID ENCODING": return "is not UTF-8";
		case "LINE SIZE OVER MAXIMUM": return "is longer than 2 MB";
		default: return String(row.message).split("\n")[0] ?? "cannot be read";
	}
}
// packages/steps/src/data/validate-data/table.ts
const nothingRejected = {
	count: 0n,
	samples: [],
	records: async () => []
};
// packages/steps/src/data/validate-data/csv-table.ts
/** Opens the files of a CSV source. Only their headers are read here. */
async function openCsv(source, csv, id) {
	const dialect = dialectOf(source, csv);
	const groups = [];
	const unreadable = [];
	for (const file of source.files) {
		const header = dialect.names === void 0 ? await readHeader(file.path, dialect) : { names: dialect.names };
		if (header !== void 0 && "reason" in header) unreadable.push({
			file: file.name,
			reason: header.reason
		});
		else if (header !== void 0) join$1(groups, header.names, file);
	}
	const headers = groups.map(({ header }) => header);
	return {
		source,
		columns: columnsOf$1(source, groups),
		repeated: [...new Set(headers.flatMap((names) => names.filter((name, at) => names.indexOf(name) !== at)))],
		unreadable,
		isText: true,
		readings: await areUnquoted(source.files, dialect.quote) ? ["strict", "lenient"] : ["lenient"],
		scan: (columns, reading) => scanGroups({
			source,
			groups,
			dialect,
			id
		}, columns, reading),
		scanFile: (file, columns) => scanFile(groups, dialect, columns, file),
		text: (cell) => cell,
		typed: readText,
		rejected: (engine, scanned) => rejected$1(engine, {
			source,
			groups,
			dialect,
			id
		}, scanned),
		diagnose: () => diagnose(source, dialect),
		locate: (file, rows, { records }) => locate(groups, dialect, file, rows, records)
	};
}
function join$1(groups, header, file) {
	const same = groups.find((group) => group.header.join("\0") === header.join("\0"));
	if (same) same.files.push(file);
	else groups.push({
		header,
		files: [file]
	});
}
function columnsOf$1(source, groups) {
	return [...new Set(groups.flatMap(({ header }) => header))].map((name) => {
		const having = new Set(groups.flatMap(({ header, files }) => header.includes(name) ? files : []));
		return {
			name,
			type: void 0,
			native: "text",
			missingFrom: source.files.filter((file) => !having.has(file)).map((file) => file.name),
			otherTypes: []
		};
	});
}
/**
* Every column of the file takes part in `blank`: a reader that is allowed to leave columns out does not see what is
* wrong in them (and ends with an internal error at a row that is not UTF-8).
*/
function selectGroup(group, columns, from, extra = "") {
	const blank = group.header.map((_, at) => `c${at} IS NULL`).join(" AND ");
	return `SELECT ${[
		...columns.map((name, at) => {
			const position = group.header.indexOf(name);
			return `${position === -1 ? "NULL::VARCHAR" : `c${position}`} AS k${at}`;
		}),
		"true AS good",
		`(${blank}) AS blank${extra}`
	].join(", ")} FROM ${from}`;
}
function scanGroups({ groups, dialect, id }, columns, reading) {
	const selects = groups.map((group, index) => {
		const [errors, scans] = tables(id, index);
		const lenient = `store_rejects = true, rejects_table = '${errors}', rejects_scan = '${scans}', rejects_limit = 0,
      parallel = false`;
		const how = reading === "strict" ? "parallel = true" : lenient;
		return selectGroup(group, columns, reader$2(group, dialect, group.files, how));
	});
	return selects.length === 0 ? emptyScan(columns) : selects.join(" UNION ALL ");
}
function scanFile(groups, dialect, columns, file) {
	const group = groups.find(({ files }) => files.includes(file));
	if (group === void 0) return emptyScan(columns);
	return selectGroup(group, columns, reader$2(group, dialect, [file], "ignore_errors = true, parallel = false"), ", row_number() OVER () AS rn");
}
function emptyScan(columns) {
	return `SELECT ${[
		...columns.map((_, at) => `NULL::VARCHAR AS k${at}`),
		"true AS good",
		"true AS blank",
		"0::BIGINT AS rn"
	].join(", ")} WHERE false`;
}
function reader$2(group, dialect, files, options) {
	const columns = group.header.map((_, at) => `'c${at}': 'VARCHAR'`).join(", ");
	const quoting = quote(dialect.quote ?? "");
	return `read_csv([${files.map(({ path }) => quote(path)).join(", ")}], auto_detect = false, columns = {${columns}},
    header = ${dialect.names === void 0}, delim = ${quote(dialect.delimiter)}, quote = ${quoting}, escape = ${quoting},
    nullstr = [${dialect.nulls.map(quote).join(", ")}], allow_quoted_nulls = false, hive_partitioning = false,
    compression = 'none', ${options})`;
}
async function rejected$1(engine, opened, { reading, good, limit }) {
	if (reading === "strict") return nothingRejected;
	const { source, groups, dialect, id } = opened;
	const parts = [];
	for (const [index, group] of groups.entries()) {
		const find = async (path, records) => (await locateRows(path, recordOptions(group, dialect), [], records)).rejected;
		parts.push(await readRejects(engine, tables(id, index), source.files, find, limit));
	}
	const told = combineRejects(parts, limit);
	return combineRejects([told, await untold(opened, good + told.count)], limit);
}
/**
* What the engine lost without a word: it drops a record whose quote stays open (seen in DuckDB 1.5). The rows are counted
* a second time, by the line ends outside quotes; where the numbers differ nobody knows what the rows are.
*/
async function untold({ source, groups, dialect }, read) {
	const open = [];
	let rows = 0n;
	for (const group of groups) for (const { path, name } of group.files) {
		const counted = await countRows(path, recordOptions(group, dialect));
		rows += BigInt(counted.rows);
		if (counted.open) open.push({
			file: name,
			...counted.open,
			reason: "has a quote that is not closed"
		});
	}
	if (rows === read) return nothingRejected;
	const reason = `its quotes can be read in several ways: it has ${plural(rows, "row")} by its line ends, and the engine finds ${read}`;
	const samples = open.length > 0 ? open : [{
		file: source.entry,
		reason
	}];
	return {
		...nothingRejected,
		count: rows > read ? rows - read : read - rows,
		samples
	};
}
async function diagnose({ files }, { quote: quoting }) {
	for (const file of files) {
		const reason = await mixedLineEnds(file.path, quoting);
		if (reason !== void 0) return {
			file: file.name,
			reason
		};
	}
}
async function locate(groups, dialect, file, rows, records) {
	const group = groups.find(({ files }) => files.includes(file));
	if (group === void 0 || rows.length === 0) return /* @__PURE__ */ new Map();
	const { accepted } = await locateRows(file.path, recordOptions(group, dialect), rows, await records(file.path));
	return accepted;
}
function recordOptions(group, dialect) {
	return {
		delimiter: dialect.delimiter,
		quote: dialect.quote,
		hasHeader: dialect.names === void 0,
		skipsBlank: group.header.length > 1
	};
}
const tables = (id, index) => [`errors_${id}_${index}`, `scans_${id}_${index}`];
// packages/steps/src/data/validate-data/digest.ts
/** The sha256 of a file. */
async function digestFile({ name, path }, signal) {
	const hash = createHash("sha256");
	let bytes = 0;
	for await (const chunk of createReadStream(path, {
		highWaterMark: 1 << 20,
		signal
	})) {
		hash.update(chunk);
		bytes += chunk.length;
	}
	return {
		name,
		bytes,
		digest: `sha256:${hash.digest("hex")}`
	};
}
/**
* Remembers how files are now; the function that comes back throws SOURCE_CHANGED where one is another by then. What was
* hashed is then what was checked.
*/
async function guardFiles(files) {
	const before = await Promise.all(files.map(stampOf));
	return async () => {
		const after = await Promise.all(files.map(stampOf));
		const changed = files.find((_, at) => before[at] !== after[at]);
		if (changed === void 0) return;
		throw new StepError("SOURCE_CHANGED", {
			message: `"${changed.name}" changed while it was read`,
			fix: "run again when nothing writes to it"
		});
	};
}
async function stampOf({ path }) {
	const found = await stat(path, { bigint: true }).catch(() => void 0);
	return found === void 0 ? "gone" : [
		found.ino,
		found.size,
		found.mtimeNs,
		found.ctimeNs
	].join();
}
/** One digest for all files: the sha256 of their digests, a line each, in the order in which they are read. */
function combineDigests(files) {
	return sha256(files.map(({ digest }) => `${digest}\n`).join(""));
}
/** The sha256 of text or bytes, as `sha256:…`. */
function sha256(content) {
	return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
// packages/steps/src/data/validate-data/engine.ts
/** What the engine said no to: the data, the SQL, or the machine. */
var EngineError = class extends Error {
	name = "EngineError";
	/** The class that the engine gives its message: `Conversion`, `Out of Memory`, `IO`. */
	type;
	constructor(cause) {
		const text = describeError(cause);
		super(text.split("\n")[0]?.replace(/^[\w ]+ Error: /, "") ?? text);
		this.type = /^([\w ]+?) Error: /.exec(text)?.[1] ?? "Unknown";
	}
};
/** True where the data is to blame, and not the machine, the disk or the engine. */
function isDataError(error) {
	if (!(error instanceof EngineError)) return false;
	return error.type === "IO" && error.message.startsWith("Could not read enough bytes") || [
		"Invalid Input",
		"Invalid",
		"Conversion"
	].includes(error.type);
}
/** Opens the engine and locks it before anything else is said to it. */
async function openEngine(options) {
	const instance = await options.duckdb.DuckDBInstance.create(":memory:", {
		memory_limit: `${Math.floor(options.memoryBytes / 1e3)}kB`,
		autoinstall_known_extensions: "false",
		autoload_known_extensions: "false",
		allow_community_extensions: "false",
		...options.threads === void 0 ? {} : { threads: String(options.threads) }
	});
	const connection = await instance.connect();
	const close = () => {
		connection.closeSync();
		instance.closeSync();
	};
	try {
		await lock(connection, options);
	} catch (error) {
		close();
		throw error;
	}
	return {
		query: queries(connection, options.signal),
		close
	};
}
/** What may be read and written is fixed first, then the configuration itself is locked. */
async function lock(connection, { spill, paths }) {
	const temporary = join(spill, "engine");
	await mkdir(temporary, {
		recursive: true,
		mode: 448
	});
	const settings = [
		`temp_directory = ${quote(temporary)}`,
		`secret_directory = ${quote(temporary)}`,
		`extension_directory = ${quote(temporary)}`,
		`allow_persistent_secrets = false`,
		`TimeZone = 'UTC'`,
		`allowed_paths = [${paths.map(quote).join(", ")}]`,
		`allowed_directories = [${quote(temporary)}]`,
		`enable_external_access = false`,
		`lock_configuration = true`
	];
	for (const setting of settings) await connection.run(`SET ${setting}`);
}
function queries(connection, signal) {
	return async (sql, values) => {
		signal.throwIfAborted();
		const interrupt = () => connection.interrupt();
		signal.addEventListener("abort", interrupt);
		try {
			return (await connection.runAndReadAll(sql, values === void 0 ? void 0 : [...values])).getRowObjectsJS();
		} catch (cause) {
			signal.throwIfAborted();
			throw new EngineError(cause);
		} finally {
			signal.removeEventListener("abort", interrupt);
		}
	};
}
/** The error of a run that could not finish, for anything that the engine said. */
function engineFailed(error, doing) {
	return new StepError("DATA_ENGINE_FAILED", {
		message: `${doing}: ${error.message}`,
		fix: error.type === "Out of Memory" ? ({ input }) => `raise ${input("memory")}, or make more room in the folder for temporary files` : "run it again; if it stays, report the message",
		cause: error
	});
}
// packages/steps/src/data/validate-data/jsonl-table.ts
/** Every line is a record, blank ones too: the number of a row is that of its line. */
const options$1 = {
	delimiter: "",
	quote: void 0,
	hasHeader: false,
	skipsBlank: false
};
const kinds = {
	string: `'VARCHAR'`,
	date: `'VARCHAR'`,
	timestamp: `'VARCHAR'`,
	integer: `'BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE'`,
	number: `'BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE'`,
	boolean: `'BOOLEAN'`
};
/** True where a line holds an object. */
const isObject = `coalesce(CASE WHEN json_valid(line) THEN json_type(line) END = 'OBJECT', false)`;
/** Opens the files of a JSON Lines source. All lines are read once, for the names of their keys. */
async function openJsonLines(engine, source, id) {
	const tables = [`errors_${id}`, `scans_${id}`];
	const how = (reading) => reading === "strict" ? "parallel = true" : `store_rejects = true, rejects_table = '${tables[0]}', rejects_scan = '${tables[1]}', rejects_limit = 0,
         parallel = false`;
	return {
		source,
		columns: (await keysOf(engine, source)).map((name) => ({
			name,
			type: void 0,
			native: "JSON",
			missingFrom: [],
			otherTypes: []
		})),
		repeated: [],
		unreadable: [],
		isText: true,
		readings: ["strict", "lenient"],
		scan: (columns, reading) => select$1(columns, lines(source.files, how(reading))),
		scanFile: (file, columns) => select$1(columns, numbered(file), ", rn"),
		text: asText,
		typed: typedJson,
		rejected: (engineNow, scanned) => rejected(engineNow, source, tables, scanned),
		locate: async (file, rows, { records }) => rows.length === 0 ? /* @__PURE__ */ new Map() : (await locateRows(file.path, options$1, rows, await records(file.path))).accepted
	};
}
async function keysOf(engine, { files }) {
	const keys = (how) => engine.query(`SELECT DISTINCT unnest(json_keys(line)) AS name FROM (${lines(files, how)}) WHERE ${isObject} ORDER BY name`);
	return (await keys("parallel = true").catch((error) => {
		if (isDataError(error)) return keys("ignore_errors = true, parallel = false");
		throw error;
	})).map(({ name }) => String(name));
}
const isNotBlank = `trim(line, ' \t\r') <> ''`;
/** The lines that are not blank. No JSON has a raw control character, so that none can separate cells. */
function lines(files, extra) {
	return `SELECT line FROM ${reader$1(files, extra)} WHERE ${isNotBlank}`;
}
function numbered(file) {
	return `SELECT line, rn FROM (SELECT line, row_number() OVER () AS rn FROM ${reader$1([file], "ignore_errors = true, parallel = false")}) WHERE ${isNotBlank}`;
}
function reader$1(files, extra) {
	return `read_csv([${files.map(({ path }) => quote(path)).join(", ")}], auto_detect = false,
    columns = {'line': 'VARCHAR'}, header = false, delim = '\x1f', quote = '', escape = '', max_line_size = 4194304,
    buffer_size = 33554432, hive_partitioning = false, compression = 'none', ${extra})`;
}
/** All keys are taken out of a line in one go. */
function select$1(columns, from, extra = "") {
	const pointers = columns.map((name) => quote(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`));
	const cells = columns.map((_, at) => `e[${at + 1}] AS k${at}`);
	const found = columns.length === 0 ? "NULL" : `CASE WHEN good THEN json_extract(line, [${pointers.join(", ")}]) END`;
	return `SELECT ${[
		...cells,
		"good",
		"false AS blank"
	].join(", ")}${extra}
    FROM (SELECT ${found} AS e, good${extra} FROM (SELECT line, ${isObject} AS good${extra} FROM (${from})))`;
}
function asText(cell) {
	return `json_extract_string(${cell}, '$')`;
}
function typedJson(cell, type) {
	if (type === void 0) return asText(cell);
	return `CASE WHEN json_type(${cell}) IN (${kinds[type]}) THEN ${readText(asText(cell), type)} END`;
}
async function rejected(engine, source, tables, { reading, limit, bad }) {
	const find = async (path, records) => (await locateRows(path, options$1, [], records)).rejected;
	const left = reading === "strict" ? nothingRejected : await readRejects(engine, tables, source.files, find, limit);
	const samples = [];
	for (const file of bad === 0n ? [] : source.files) if (samples.length < limit) samples.push(...await badLines(engine, file, left, limit - samples.length));
	return combineRejects([left, {
		count: bad,
		samples,
		records: async () => []
	}], limit);
}
async function badLines(engine, file, left, limit) {
	const rows = await engine.query(`SELECT rn, left(line, 200) AS text FROM (${numbered(file)}) WHERE NOT ${isObject} ORDER BY rn LIMIT ${limit}`);
	const numbers = rows.map(({ rn }) => Number(rn));
	const { accepted } = await locateRows(file.path, options$1, numbers, await left.records(file.path));
	return rows.map(({ text }, at) => ({
		file: file.name,
		...accepted.get(numbers[at] ?? 0),
		reason: "is not a JSON object",
		text: String(text)
	}));
}
// packages/steps/src/data/validate-data/mask.ts
const longest = 200;
/** A value as the report may show it: undefined for none at all. Null and the empty text are told apart everywhere. */
function shown(value, show) {
	if (show === "none") return void 0;
	if (value === null) return null;
	const cut = [...value].length > longest ? `${[...value].slice(0, longest).join("")}…` : value;
	return show === "all" ? cut : shape(cut);
}
/** The shape of a value: digits as 9, letters as x and X, other ASCII as it is, everything else as ?. */
function shape(value) {
	return value.replace(/[^ -~…]|[A-Za-z0-9]/gu, (character) => {
		if (/\p{Nd}/u.test(character)) return "9";
		if (/\p{Lu}/u.test(character)) return "X";
		return /\p{L}/u.test(character) ? "x" : "?";
	});
}
/** What the engine says of data, without the values that it quotes: a message goes where no report may show them. */
function withoutValues(message) {
	return message.replace(/'.*'|".*"/gs, "'…'");
}
// packages/steps/src/data/validate-data/expression-fault.ts
/** Throws CHECK_SQL_FAILED for an expression that is not true or false, or that does not fit its columns. No row is read. */
async function assertBoolean(engine, bounds, from) {
	for (const bound of bounds) {
		if (bound.kind !== "rows" || bound.expression === void 0) continue;
		try {
			const [row] = await engine.query(`DESCRIBE SELECT ${bound.expression} AS value FROM (${from})`);
			if (row?.column_type === "BOOLEAN") continue;
			throw sqlFailed(bound, `is of type ${row?.column_type}, not true or false`);
		} catch (cause) {
			if (cause instanceof EngineError) throw sqlFailed(bound, `does not fit its columns: ${cause.message}`, cause);
			throw cause;
		}
	}
}
/** Throws CHECK_SQL_FAILED where an expression is what the engine could not compute. `run` computes one alone. */
async function blameExpressions(bounds, run) {
	for (const bound of bounds) {
		if (bound.kind !== "rows" || bound.expression === void 0) continue;
		try {
			await run(bound);
		} catch (cause) {
			if (!(cause instanceof EngineError)) throw cause;
			if (![
				"Conversion",
				"Out of Range",
				"Invalid Input"
			].includes(cause.type)) return;
			throw sqlFailed(bound, `fails on the data: ${withoutValues(cause.message)}`);
		}
	}
}
function sqlFailed({ check }, message, cause) {
	return new StepError("CHECK_SQL_FAILED", {
		message: `the expression "${check.name}" (line ${check.line} of the checks file) ${message}`,
		fix: "make it true, false or NULL for every row: TRY_CAST, NULLIF and TRY help",
		...cause === void 0 ? {} : { cause }
	});
}
// packages/steps/src/data/validate-data/measure.ts
/** Measures all checks of a source in one pass, and counts duplicates where that pass has seen some. */
async function measure(engine, measurable, bounds, samples) {
	const { table } = measurable;
	if (table.unreadable.length > 0) return unreadable(table, bounds);
	const rows = await pass(engine, measurable, bounds);
	if ("broken" in rows) return broken(bounds, rows.broken, await table.diagnose?.());
	const { figures, reading } = rows;
	const rejected = await table.rejected(engine, {
		reading,
		good: bigint(figures.total),
		bad: bigint(figures.bad),
		limit: samples
	});
	const total = bigint(figures.total);
	const measured = [];
	for (const [index, bound] of bounds.entries()) measured.push(await figureOf(engine, measurable, bound, index, figures, {
		total,
		rejected,
		reading
	}));
	return {
		rows: total,
		measured,
		rejected
	};
}
/** The figures of the first reading that gets through, or why none does. */
async function pass(engine, measurable, bounds) {
	let broken;
	for (const reading of measurable.table.readings) try {
		return {
			figures: await read(engine, measurable, bounds, reading),
			reading
		};
	} catch (error) {
		if (!isDataError(error)) throw error;
		broken = error;
	}
	if (broken === void 0) throw new Error("the source has no reading");
	return { broken };
}
async function read(engine, { table, projection }, bounds, reading) {
	const from = projection.over(table.scan(projection.names, reading));
	await assertBoolean(engine, bounds, from);
	const query = (parts) => engine.query(`SELECT ${[...always, ...parts].join(", ")} FROM (${from})`);
	try {
		const [row] = await query(bounds.flatMap(aggregates));
		return row ?? {};
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		const plain = bounds.flatMap((bound, index) => bound.check.rule.kind === "expression" ? [] : aggregates(bound, index));
		if (await succeeds(() => query(plain))) await blameExpressions(bounds, (bound) => query(aggregates(bound, 0)));
		throw error;
	}
}
async function succeeds(run) {
	try {
		await run();
		return true;
	} catch (error) {
		if (error instanceof EngineError) return false;
		throw error;
	}
}
/** Counted whatever the checks are; `blank` makes the reader look at every cell. */
const always = [
	"count_if(good) AS total",
	"count_if(NOT good) AS bad",
	"count_if(blank) AS blanks"
];
function aggregates(bound, index) {
	if (bound.kind === "rows") return [`count_if(good AND (${bound.condition})) AS f${index}`];
	if (bound.kind !== "unique") return [];
	return [`count(${bound.value}) - count(DISTINCT ${bound.value}) AS f${index}`];
}
async function figureOf(engine, measurable, bound, index, figures, { total, rejected, reading }) {
	const { check } = bound;
	switch (bound.kind) {
		case "rows": return {
			kind: "rows",
			check,
			failing: bigint(figures[`f${index}`]),
			bound
		};
		case "unique": return {
			kind: "rows",
			check,
			failing: bigint(figures[`f${index}`]) === 0n ? 0n : await keepDuplicates(engine, measurable, bound.value, index, reading),
			bound
		};
		case "decided": return {
			kind: "table",
			check,
			failing: bound.problem === void 0 ? 0n : 1n,
			message: bound.problem
		};
		case "counted": return counted$1(check, total, rejected);
		case "unmeasured": return bound;
	}
}
function counted$1(check, total, rejected) {
	if (check.rule.kind !== "row-count") {
		const message = rejected.count === 0n ? void 0 : `${plural(rejected.count, "row")} cannot be read`;
		return {
			kind: "table",
			check,
			failing: rejected.count,
			message
		};
	}
	const { min = 0, max = Number.POSITIVE_INFINITY } = check.rule.range;
	const isOff = total < BigInt(min) || total > max;
	return {
		kind: "table",
		check,
		failing: isOff ? 1n : 0n,
		message: isOff ? `the source has ${plural(total, "row")}` : void 0
	};
}
/** Keeps the values that occur more than once in a table of the engine, for the samples, and counts their rows. */
async function keepDuplicates(engine, { id, table, projection }, value, index, reading) {
	const from = projection.over(table.scan(projection.names, reading));
	const name = duplicatesName(id, index);
	await engine.query(`CREATE TEMP TABLE ${name} AS SELECT ${value} AS value, count(*) AS rows, count(*) FILTER (WHERE blank) AS blanks
     FROM (${from}) WHERE good AND ${value} IS NOT NULL GROUP BY 1 HAVING count(*) > 1`);
	const [row] = await engine.query(`SELECT coalesce(sum(rows), 0) AS failing FROM ${name}`);
	return bigint(row?.failing);
}
/** The table of the values that break the unique check with this number. */
function duplicatesName(id, index) {
	return `duplicates_${id}_${index}`;
}
function unreadable(table, bounds) {
	const rejected = {
		...nothingRejected,
		count: BigInt(table.unreadable.length),
		samples: table.unreadable
	};
	return {
		rows: 0n,
		rejected,
		measured: bounds.map((bound) => withoutRows(bound, table.unreadable[0]?.reason ?? "", rejected.count))
	};
}
function broken(bounds, error, known) {
	const reason = known?.reason ?? withoutValues(error.message);
	return {
		rows: 0n,
		rejected: {
			...nothingRejected,
			count: 1n,
			samples: known === void 0 ? [] : [known]
		},
		measured: bounds.map((bound) => withoutRows(bound, reason, 1n))
	};
}
function withoutRows(bound, reason, failing) {
	const { check } = bound;
	if (check.rule.kind === "readable") return {
		kind: "table",
		check,
		failing,
		message: reason
	};
	if (bound.kind === "decided") return {
		kind: "table",
		check,
		failing: bound.problem === void 0 ? 0n : 1n,
		message: bound.problem
	};
	return {
		kind: "unmeasured",
		check,
		reason: "the source cannot be read",
		isAllowed: true
	};
}
function bigint(value) {
	return typeof value === "bigint" ? value : BigInt(String(value ?? 0));
}
// packages/steps/src/data/validate-data/parquet-table.ts
/** Opens the files of a Parquet source: reads their footers. */
async function openParquet(engine, source) {
	const unreadable = [];
	const found = /* @__PURE__ */ new Map();
	for (const file of source.files) try {
		found.set(file, await fileColumns(engine, file));
	} catch (error) {
		if (!isDataError(error)) throw error;
		unreadable.push({
			file: file.name,
			reason: `is no Parquet file that can be read: ${error.message}`
		});
	}
	return {
		source,
		columns: columnsOf(found),
		repeated: [],
		unreadable,
		isText: false,
		readings: ["strict"],
		scan: (columns) => select(found, columns, source.files, ""),
		scanFile: (file, columns) => select(found, columns, [file], ", file_row_number + 1 AS rn"),
		text: (cell) => `CAST(${cell} AS VARCHAR)`,
		typed,
		rejected: async () => nothingRejected,
		locate: async (_file, rows) => new Map(rows.map((row) => [row, { row }]))
	};
}
/** Values have their type already; enums and UUIDs are compared as text. */
function typed(cell, type) {
	return type === "string" ? `CAST(${cell} AS VARCHAR)` : cell;
}
async function fileColumns(engine, { path }) {
	return (await engine.query(`DESCRIBE SELECT * FROM ${reader([{ path }])}`)).map((row) => ({
		name: String(row.column_name),
		native: String(row.column_type)
	}));
}
function columnsOf(found) {
	return [...new Set([...found.values()].flatMap((columns) => columns.map(({ name }) => name)))].map((name) => {
		const natives = [...found].map(([file, columns]) => ({
			file: file.name,
			native: columns.find((column) => column.name === name)?.native
		}));
		const native = natives.find((entry) => entry.native !== void 0)?.native ?? "NULL";
		const others = natives.filter((entry) => entry.native !== void 0 && entry.native !== native);
		return {
			name,
			native,
			type: typeOfNative(native),
			missingFrom: natives.filter((entry) => entry.native === void 0).map((entry) => entry.file),
			otherTypes: others.map((entry) => ({
				file: entry.file,
				native: entry.native ?? ""
			}))
		};
	});
}
/** Files with the same columns are read in one go; a column that a file lacks is null there. */
function select(found, columns, files, extra) {
	return [...Map.groupBy(files, (file) => JSON.stringify(found.get(file) ?? []))].map(([key, members]) => {
		const has = new Set(JSON.parse(key).map(({ name }) => name));
		return `SELECT ${[
			...columns.map((name, at) => `${has.has(name) ? identifier(name) : "NULL"} AS k${at}`),
			"true AS good",
			"false AS blank"
		].join(", ")}${extra} FROM ${reader(members)}`;
	}).join(" UNION ALL ");
}
function reader(files) {
	return `read_parquet([${files.map(({ path }) => quote(path)).join(", ")}], hive_partitioning = false)`;
}
const identifier = (name) => `"${name.replaceAll("\"", "\"\"")}"`;
// packages/steps/src/data/validate-data/samples.ts
/**
* The first failing rows of each check that did not pass, by the number of the check. File by file, one scan each, and
* none where what fails is within the limits.
*/
async function takeSamples(engine, measurable, figures, findings, limit) {
	const all = figures.measured.flatMap((measured, index) => measured.kind === "rows" && findings[index]?.status !== "passed" ? [{
		index,
		measured,
		samples: []
	}] : []);
	for (const file of measurable.table.source.files) {
		const open = all.filter(({ samples, measured }) => samples.length < limit && samples.length < measured.failing);
		if (open.length > 0 && limit > 0) await sampleFile(engine, measurable, figures, {
			file,
			open,
			limit
		});
	}
	const unread = unreadSamples(figures);
	return new Map([...all.map(({ index, samples }) => [index, samples]), ...unread]);
}
function unreadSamples({ measured, rejected }) {
	const index = measured.findIndex(({ check }) => check.rule.kind === "readable");
	const samples = rejected.samples.map(({ text, reason, ...place }) => ({
		...place,
		reason,
		cells: text === void 0 ? [] : [{
			column: "",
			value: text
		}]
	}));
	return samples.length === 0 ? [] : [[index, samples]];
}
async function sampleFile(engine, { id, table, projection }, { rejected }, { file, open, limit }) {
	const picks = open.map(({ index, measured, samples }) => {
		return `arg_min({'rn': rn, 'cells': [${measured.check.columns.map((name) => `r${projection.place(name)}`).join(", ")}]}, rn, ${limit - samples.length})
      FILTER (WHERE good AND (${condition(id, measured, index)})) AS s${index}`;
	});
	const from = projection.over(table.scanFile(file, projection.names));
	const [row] = await engine.query(`SELECT ${[...picks, "count(*) FILTER (WHERE blank) AS blanks"].join(", ")} FROM (${from})`);
	const found = open.map((failing) => ({
		failing,
		rows: rowsOf(row?.[`s${failing.index}`])
	}));
	const numbers = found.flatMap(({ rows }) => rows.map(({ rn }) => rn));
	const places = await table.locate(file, [...new Set(numbers)], rejected);
	for (const { failing, rows } of found) for (const { rn, cells } of rows) failing.samples.push({
		file: file.name,
		...places.get(rn),
		cells: failing.measured.check.columns.map((column, at) => ({
			column,
			value: cells[at] ?? null
		}))
	});
}
function condition(id, { bound }, index) {
	if (bound.kind === "rows") return bound.condition;
	if (bound.kind === "unique") return `${bound.value} IN (SELECT value FROM ${duplicatesName(id, index)})`;
	throw new Error(`a check of kind ${bound.kind} has no failing rows`);
}
function rowsOf(value) {
	if (!Array.isArray(value)) return [];
	return value.map((item) => ({
		rn: Number(item.rn),
		cells: Array.isArray(item.cells) ? item.cells.map((cell) => cell === null ? null : String(cell)) : []
	}));
}
// packages/steps/src/data/validate-data/limit.ts
const none = {
	kind: "count",
	count: 0n
};
/** Any failing row fails the check. */
const anyFails = { fail: none };
/** Any failing row is a warning. */
const anyWarns = { warn: none };
/** Reads `5` or `0.5%`; the schema has checked the form. */
function parseLimit(raw) {
	if (typeof raw === "number") return {
		kind: "count",
		count: BigInt(raw)
	};
	const [whole = "0", fraction = ""] = raw.slice(0, -1).split(".");
	return {
		kind: "share",
		numerator: BigInt(whole + fraction),
		denominator: 100n * 10n ** BigInt(fraction.length),
		text: raw
	};
}
/** True where `failing` of `rows` is more than the limit allows. */
function exceeds(limit, failing, rows) {
	return limit.kind === "count" ? failing > limit.count : failing * limit.denominator > rows * limit.numerator;
}
/** `none`, `5`, `0.5%`: what a limit allows, for the reader. */
function describeLimit(limit) {
	if (limit.kind === "share") return limit.text;
	return limit.count === 0n ? "none" : String(limit.count);
}
// packages/steps/src/data/validate-data/verdict.ts
/** The findings of one source, from its figures alone. */
function judge(measured, rows) {
	const first = measured.map((one) => judgeOne(one, rows));
	const failedColumns = new Set(first.flatMap(({ check, status }, at) => status === "failed" && measured[at]?.kind === "table" ? check.columns : []));
	return first.map((finding, at) => {
		const one = measured[at];
		const isTold = finding.check.columns.some((name) => failedColumns.has(name));
		return one?.kind === "unmeasured" && isTold ? {
			...finding,
			status: "skipped"
		} : finding;
	});
}
function judgeOne(measured, rows) {
	const { check } = measured;
	if (measured.kind === "unmeasured") return {
		check,
		status: measured.isAllowed ? "skipped" : check.limits.fail === void 0 ? "warned" : "failed",
		failing: 0n,
		rows,
		message: `not measured: ${measured.reason}`
	};
	const status = statusOf(check.limits, measured.failing, rows);
	if (measured.kind === "table") return {
		check,
		status,
		failing: measured.failing,
		rows,
		message: measured.message
	};
	const message = measured.failing === 0n ? void 0 : rowsMessage(measured.failing, rows, check.limits);
	return {
		check,
		status,
		failing: measured.failing,
		rows,
		message
	};
}
/** What a number of failing rows is under the limits of its check. */
function statusOf(limits, failing, rows) {
	if (limits.fail !== void 0 && exceeds(limits.fail, failing, rows)) return "failed";
	return limits.warn !== void 0 && exceeds(limits.warn, failing, rows) ? "warned" : "passed";
}
function rowsMessage(failing, rows, { fail, warn }) {
	const limit = fail ?? warn;
	const allowed = limit === void 0 || describeLimit(limit) === "none" ? "" : `, allowed are ${describeLimit(limit)}`;
	return `${failing} of ${plural(rows, "row")} (${percent(failing, rows)})${allowed}`;
}
/** A share for people: never 0 % or 100 % where it is not. */
function percent(part, whole) {
	if (whole === 0n) return "0 %";
	const hundredths = Number(part * 10000n / whole) / 100;
	if (hundredths === 0 && part > 0n) return "less than 0.01 %";
	return `${hundredths} %`;
}
/** Adds the findings up. The answer is no when one check failed. */
function total(sources) {
	const findings = sources.flatMap((source) => source.findings);
	const count = (status) => findings.filter((finding) => finding.status === status).length;
	const bad = findings.filter(({ status, check }) => isBad(status) && isOfRows(check));
	return {
		rows: sources.reduce((sum, { rows }) => sum + rows, 0n),
		checks: findings.length,
		failed: count("failed"),
		warned: count("warned"),
		skipped: count("skipped"),
		failingRows: bad.reduce((sum, { failing }) => sum + failing, 0n),
		verdict: count("failed") > 0 ? "failed" : "passed"
	};
}
/** Worst first: failed before warned, then by the share of failing rows, then in the order of the checks file. */
function worstFirst(findings) {
	const rank = ({ status }) => status === "failed" ? 0 : 1;
	return findings.filter(({ status }) => isBad(status)).sort((a, b) => rank(a) - rank(b) || Number(b.failing * a.rows - a.failing * b.rows));
}
const isBad = (status) => status === "failed" || status === "warned";
function isOfRows({ rule }) {
	return ![
		"header",
		"present",
		"strict",
		"ordered",
		"row-count"
	].includes(rule.kind);
}
// packages/steps/src/data/validate-data/check-source.ts
/** Measures and judges one source. Its files are hashed while the engine reads them. */
async function checkSource(engine, planned, options) {
	const assertUnchanged = await guardFiles(planned.source.files);
	const [files, checked] = await Promise.all([digestAll(planned, options.signal), checkRows(engine, planned, options)]);
	await assertUnchanged();
	return {
		...checked,
		files
	};
}
async function digestAll({ source }, signal) {
	const digests = [];
	for (const file of source.files) digests.push(await digestFile(file, signal));
	return digests;
}
async function checkRows(engine, { source, plan, csv }, { inputs, expressions, id }) {
	const table = await openTable(engine, {
		source,
		plan,
		csv
	}, id);
	const projection = new Projection(table, plan);
	const measurable = {
		id,
		table,
		projection
	};
	const bounds = [];
	for (const check of plan.checks) bounds.push(await bind(check, table, plan, projection, expressions));
	const figures = await measure(engine, measurable, bounds, inputs.maxFindings);
	const findings = judge(figures.measured, figures.rows);
	const samples = await takeSamples(engine, measurable, figures, findings, inputs.maxFindings);
	return {
		entry: source.entry,
		format: source.format,
		rows: figures.rows,
		columns: table.columns,
		findings: findings.map((finding, at) => ({
			...finding,
			samples: samples.get(at) ?? []
		}))
	};
}
function openTable(engine, { source, csv }, id) {
	switch (source.format) {
		case "csv": return openCsv(source, csv, id);
		case "jsonl": return openJsonLines(engine, source, id);
		case "parquet": return openParquet(engine, source);
	}
}
// packages/steps/src/data/validate-data/schema.ts
/** The schema of a checks file. Every object is strict: an unknown key is a mistake. README.md has a full example. */
const share = string().regex(/^(100|\d{1,2}(\.\d+)?)%$/, "is not a share: write it as 0.5%");
/** More failing rows than this, as a count or as a share of all rows. */
const limit = union([number().int().nonnegative(), share]);
/** How bad it is when a check fails. */
const options = {
	severity: _enum(["error", "warn"]).optional().describe("`warn` reports and does not fail; default error"),
	warn: limit.optional().describe("warn when more rows than this fail the check, as a count or as 0.5%"),
	fail: limit.optional().describe("fail when more rows than this fail the check, as a count or as 0.5%"),
	description: string().min(1).optional().describe("why the check is there; shown when it fails")
};
/** A check in its short form, or as an object with `value` and how bad a failure is. */
const check = (value) => union([value, strictObject({
	value,
	...options
})]);
/** A check of the whole table passes or not: there is no number of failing rows to allow. */
const tableOptions = {
	severity: options.severity,
	description: options.description
};
const tableCheck = (value) => union([value, strictObject({
	value,
	...tableOptions
})]);
const scalar = union([
	string(),
	number(),
	boolean()
]);
const bound = union([number(), string().min(1)]);
const count = number().int().nonnegative();
const range = strictObject({
	min: count.optional(),
	max: count.optional()
}).refine(({ min, max }) => min !== void 0 || max !== void 0, "needs min, max or both").refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, "has a min above its max");
const columnName = string();
const column = strictObject({
	type: check(_enum([
		"string",
		"integer",
		"number",
		"boolean",
		"date",
		"timestamp"
	])).optional(),
	required: boolean().optional().describe("false: the column may be absent; default true"),
	nullable: check(union([boolean(), share])).optional().describe("false (the default): no nulls; true: any; 2%: at most that share"),
	unique: check(boolean()).optional(),
	min: check(bound).optional().describe("the least value that is allowed"),
	max: check(bound).optional().describe("the greatest value that is allowed"),
	in: check(array(scalar).min(1)).optional().describe("the only values that are allowed"),
	"not-in": check(array(scalar).min(1)).optional().describe("values that are not allowed"),
	matches: check(string().min(1)).optional().describe("a regular expression (RE2), found anywhere: anchor with ^ and $"),
	length: check(union([count, range])).optional().describe("characters: one number, or min and max"),
	finite: check(boolean()).optional().describe("false: NaN and infinities are allowed; default true for numbers"),
	...options
});
const character = string().regex(/^[\t -~]$/, "is not one ASCII character");
const csv = strictObject({
	delimiter: character.optional().describe("default a comma, a tab for .tsv"),
	quote: union([string().length(1), literal$1(false)]).optional().describe("default \""),
	header: union([literal$1(true), array(columnName).min(1)]).optional().describe("the names of the columns where the file has no header"),
	null: array(string()).min(1).optional().describe("unquoted cells that are null; default the empty cell")
}).refine(({ delimiter = ",", quote = "\"" }) => delimiter !== quote, "has one character as delimiter and as quote");
const uniqueTogether = union([array(columnName).min(2), strictObject({
	columns: array(columnName).min(2),
	...options
})]);
const expression = strictObject({
	sql: string().min(1).describe("a boolean SQL expression over the columns of one row"),
	name: string().min(1).optional(),
	...options
});
const table = {
	columns: record(columnName, column).optional(),
	strict: tableCheck(boolean()).optional().describe("true: no columns besides those listed"),
	ordered: tableCheck(boolean()).optional().describe("true: the columns stand in the order listed"),
	unique: array(uniqueTogether).min(1).optional().describe("columns whose values are unique together"),
	"row-count": tableCheck(union([count, range])).optional().describe("rows: one number, or min and max"),
	expressions: array(expression).min(1).optional(),
	format: _enum([
		"csv",
		"parquet",
		"jsonl"
	]).optional().describe("where the name of a file does not tell"),
	csv: csv.optional()
};
const checksSchema = strictObject({
	version: literal$1(1),
	...table,
	sources: record(string(), strictObject(table)).optional().describe("checks of one source, by its entry in the list of sources; they come on top of those above")
});
// packages/steps/src/data/validate-data/document.ts
/** What users of other tools type, and what it is called here. */
const otherNames = {
	dtype: "type",
	not_null: "nullable: false",
	"not-null": "nullable: false",
	regex: "matches",
	pattern: "matches",
	str_matches: "matches",
	isin: "in",
	enum: "in",
	values: "in",
	accepted_values: "in",
	notin: "not-in",
	ge: "min",
	le: "max",
	minimum: "min",
	maximum: "max",
	rows: "row-count",
	row_count: "row-count",
	coerce: "nothing: types are strict"
};
const largestBytes = 1e6;
/** Parses and checks the text of a checks file; CHECKS_INVALID lists every mistake with its line. */
function parseChecks(source, fileName) {
	if (source.length > largestBytes) throw checksInvalid(fileName, [{
		name: fileName,
		message: "is larger than 1 MB",
		place: fileName
	}]);
	const { value, problems, lineOf } = parseYaml(source, fileName);
	if (problems.length > 0) throw checksInvalid(fileName, problems);
	const result = checksSchema.safeParse(value);
	if (result.success) return {
		document: result.data,
		fileName,
		lineOf
	};
	throw checksInvalid(fileName, result.error.issues.flatMap((issue) => plainIssues(issue, value)).flatMap((issue) => toProblems(issue, fileName, lineOf)));
}
/** The error that lists the mistakes of a checks file. */
function checksInvalid(fileName, problems) {
	return new StepError("CHECKS_INVALID", {
		message: `the checks file "${fileName}" has ${plural(problems.length, "mistake")}`,
		fix: "mend the lines that are named; nothing was read",
		problems
	});
}
/** The issues of the form that was meant: of a union, the branch with the fewest mistakes. */
function plainIssues(issue, value, at = []) {
	const path = [...at, ...issue.path];
	if (issue.code !== "invalid_union" || issue.errors.length === 0) return [{
		...issue,
		path
	}];
	const isObject = isRecord$1(valueAt(value, path));
	const branches = issue.errors.map((branch) => branch.flatMap((inner) => plainIssues(inner, value, path)));
	const rank = (branch) => isWrongShape(branch, path) ? 1e3 : branch.length;
	const [best = []] = branches.sort((a, b) => rank(a) - rank(b));
	if (!isWrongShape(best, path) || isObject) return best;
	const wanted = branches.flat().map((inner) => "expected" in inner ? String(inner.expected) : "other");
	return [{
		code: "custom",
		path,
		message: `is not ${[...new Set(wanted)].join(", ").replace(/, ([^,]*)$/, " or $1")}`,
		input: void 0
	}];
}
function isWrongShape(branch, path) {
	return branch.some((issue) => issue.code === "invalid_type" && issue.path.length === path.length);
}
function toProblems(issue, fileName, lineOf) {
	const path = issue.path;
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({
		name: [...path, key].join("."),
		message: "is no key here",
		place: `${fileName}:${lineOf([...path, key], true)}`,
		fix: hint(key, path)
	}));
	const message = issue.message.replace(/^Invalid (option|input): /, "");
	return [{
		name: path.length === 0 ? fileName : path.join("."),
		message: message.charAt(0).toLowerCase() + message.slice(1),
		place: `${fileName}:${lineOf(path)}`
	}];
}
function hint(key, path) {
	const other = otherNames[key.toLowerCase()];
	return other === void 0 ? suggest(key, keysAt(path)) : `here it is ${other}`;
}
/** The keys that the schema knows at `path`. */
function keysAt(path) {
	const keys = path.reduce((schemas, key) => step(schemas, key), /* @__PURE__ */ new Set([checksSchema]));
	return [...new Set([...keys].flatMap((schema) => Object.keys(shapeOf(schema) ?? {})))];
}
function step(schemas, key) {
	const next = [...schemas].flatMap((schema) => {
		const shape = shapeOf(schema);
		if (shape !== void 0) return [shape[String(key)]];
		const definition = isRecord$1(schema) && isRecord$1(schema.def) ? schema.def : {};
		return [definition.valueType ?? definition.element];
	});
	return new Set(next.flatMap(unwrap));
}
function unwrap(schema) {
	if (!isRecord$1(schema) || !isRecord$1(schema.def)) return [];
	const { innerType, options } = schema.def;
	if (innerType !== void 0) return unwrap(innerType);
	return Array.isArray(options) ? options.flatMap(unwrap) : [schema];
}
function shapeOf(schema) {
	return isRecord$1(schema) && isRecord$1(schema.shape) ? schema.shape : void 0;
}
function valueAt(value, path) {
	return path.reduce((node, key) => isRecord$1(node) ? node[String(key)] : Array.isArray(node) ? node[Number(key)] : void 0, value);
}
function isRecord$1(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// packages/steps/src/data/validate-data/engine-lock.ts
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
// packages/steps/src/data/validate-data/duckdb.ts
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
	const { fetchEngine } = await import("./steps-data-validate-data-engine-fetch.js");
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
// packages/steps/src/data/validate-data/present.ts
/** GitHub shows ten annotations of a level; the rest is in the report. */
const annotationsPerLevel = 10;
/** `data/train.csv line 12 (row 11)`. */
function placeOf({ file, row, line }) {
	if (row === void 0) return file;
	return line === void 0 ? `${file} row ${row}` : `${file} line ${line} (row ${row})`;
}
/** The cells of a sample, as far as they may be shown: `bill_length_mm is "-3"`. */
function tellSample({ cells, reason }, show) {
	const values = cells.flatMap(({ column, value }) => {
		const visible = shown(value, show);
		if (visible === void 0) return [];
		const text = visible === null ? "null" : JSON.stringify(visible);
		return [column === "" ? text : `${column} is ${text}`];
	}).join(", ");
	if (reason !== void 0) return values === "" ? reason : `${reason}: ${values}`;
	return values === "" ? "fails the check" : values;
}
/** One line for each check that did not pass, worst first; the passed ones are a number. */
function summaryTable(sources) {
	const isOne = sources.length === 1;
	const rows = sources.flatMap((source) => worstFirst(source.findings).map((finding) => [
		finding.status,
		...isOne ? [] : [source.entry],
		finding.check.name,
		finding.check.demand,
		finding.message ?? "",
		firstPlace(source, finding)
	]));
	const findings = sources.flatMap((source) => source.findings);
	const passed = findings.filter(({ status }) => status === "passed").length;
	return {
		title: `Data checks${sources.length === 1 ? ` of ${sources[0]?.entry}` : ""}: ${passed} of ${findings.length} passed`,
		columns: [
			"verdict",
			...isOne ? [] : ["source"],
			"check",
			"asked",
			"found",
			"first at"
		],
		rows
	};
}
/** Where the first failing row is; the file is only named where the source has another name. */
function firstPlace({ entry, findings }, { check }) {
	const [sample] = findings.find((finding) => finding.check === check)?.samples ?? [];
	if (sample === void 0) return "";
	const { row, line } = sample;
	if (sample.file !== entry || row === void 0) return placeOf(sample);
	return line === void 0 ? `row ${row}` : `line ${line}`;
}
/** Annotations at the failing rows: the first row of every check before the second of any, errors before warnings. */
function annotations(sources, show, checksFile) {
	return ["error", "warning"].flatMap((level) => {
		const status = level === "error" ? "failed" : "warned";
		return roundRobin(sources.flatMap((source) => worstFirst(source.findings).filter((finding) => finding.status === status).map((finding) => annotationsOf(source, finding, level, show, checksFile)))).slice(0, annotationsPerLevel);
	});
}
function annotationsOf(source, finding, level, show, checksFile) {
	const { check } = finding;
	const title = `${source.entry}: ${check.name}`;
	const asked = `asked is ${check.demand}${check.description === void 0 ? "" : ` (${check.description})`}`;
	const samples = source.findings.find((other) => other.check === check)?.samples ?? [];
	if (samples.length === 0) return [{
		level,
		title,
		message: `${finding.message ?? "fails"}; ${asked}`,
		file: checksFile,
		line: check.line
	}];
	return samples.map((sample) => ({
		level,
		title,
		message: `${placeOf(sample)}: ${tellSample(sample, show)}; ${asked}; ${finding.message ?? ""}`,
		file: sample.file,
		...sample.line === void 0 ? {} : { line: sample.line }
	}));
}
function roundRobin(lists) {
	const longest = Math.max(0, ...lists.map((list) => list.length));
	return Array.from({ length: longest }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1))).flat();
}
// packages/steps/src/data/validate-data/junit.ts
/** The report as JUnit XML: a suite for each source, a case for each check. A warning is a passed case with a note. */
function junitReport({ sources, showValues }) {
	const { checks, failed, skipped } = total(sources);
	const suites = sources.map(({ entry, findings }) => {
		const count = (status) => findings.filter((finding) => finding.status === status).length;
		const cases = findings.map((finding) => testCase(entry, finding, showValues));
		return [
			`  <testsuite name="${xml(entry)}" tests="${findings.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}" time="0">`,
			...cases,
			"  </testsuite>"
		].join("\n");
	});
	return [
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		`<testsuites name="validate-data" tests="${checks}" failures="${failed}" errors="0" skipped="${skipped}" time="0">`,
		...suites,
		"</testsuites>",
		""
	].join("\n");
}
function testCase(entry, finding, showValues) {
	const { check, status, message = "" } = finding;
	const open = `    <testcase classname="${xml(entry)}" name="${xml(check.name)}" time="0"`;
	if (status === "passed") return `${open}/>`;
	if (status === "skipped") return `${open}><skipped message="${xml(message)}"/></testcase>`;
	const lines = finding.samples.map((sample) => `${placeOf(sample)}: ${tellSample(sample, showValues)}`);
	const body = xml([
		`${check.demand}: ${message}`,
		check.description ?? "",
		...lines
	].filter((line) => line !== "").join("\n"));
	return status === "failed" ? `${open}><failure type="${check.rule.kind}" message="${xml(message)}">${body}</failure></testcase>` : `${open}><system-out>${xml("warning: ")}${body}</system-out></testcase>`;
}
/** Text for XML 1.0, in an attribute or an element. What no XML may hold becomes U+FFFD. */
function xml(text) {
	return text.toWellFormed().replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "�").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;").replaceAll("'", "&apos;").replaceAll("\r", "&#13;").replaceAll("\n", "&#10;").replaceAll("	", "&#9;");
}
// packages/steps/src/data/validate-data/expression.ts
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
	const [row] = await engine.query("SELECT json_serialize_sql($1::VARCHAR) AS tree", [`SELECT ${text}`]);
	const json = String(row?.tree);
	const item = selectedItem(parseTree(json));
	if (typeof item === "string") return {
		ok: false,
		reason: item
	};
	const walk = {
		columns: /* @__PURE__ */ new Set(),
		functions: /* @__PURE__ */ new Set(),
		refused: void 0
	};
	visit(item.expression, walk);
	if (walk.refused !== void 0) return {
		ok: false,
		reason: walk.refused
	};
	const known = walk.functions.size === 0 ? /* @__PURE__ */ new Set() : await functions();
	const unknown = [...walk.functions].find((name) => !known.has(name));
	if (unknown !== void 0) return {
		ok: false,
		reason: `calls "${unknown}", which is no deterministic function of a row`
	};
	return {
		ok: true,
		expression: {
			columns: [...walk.columns],
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
function visit(node, walk) {
	if (Array.isArray(node)) for (const child of node) visit(child, walk);
	if (!isRecord(node) || walk.refused !== void 0) return;
	if ("class" in node) visitExpression(node, walk);
	if (node.id === "UNBOUND") visitType(node.type_info, walk);
	for (const [key, child] of Object.entries(node)) if (key !== "value") visit(child, walk);
}
function visitExpression(node, walk) {
	const kind = String(node.class);
	if (!allowedNodes.has(kind)) walk.refused = `has ${nodeNames[kind] ?? kind.toLowerCase().replaceAll("_", " ")}`;
	else if (kind === "COLUMN_REF") {
		const names = Array.isArray(node.column_names) ? node.column_names : [];
		if (names.length === 1) walk.columns.add(String(names[0]));
		else walk.refused = `names "${names.join(".")}": write the column alone, in double quotes where it has a dot`;
	} else if (kind === "FUNCTION") {
		if (!["", "main"].includes(String(node.schema)) || node.catalog !== "") walk.refused = "names a schema";
		walk.functions.add(String(node.function_name).toLowerCase());
	}
}
/** A type that the parser does not know may be one of an extension, or a word before a text: `ATTACH 'x'`. */
function visitType(info, walk) {
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
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// packages/steps/src/data/validate-data/prepare.ts
/** Has the engine read every expression and pattern before any data: by their text. All mistakes are reported at once. */
async function prepare(engine, { fileName }, planned) {
	const place = ({ line }) => `${fileName}:${line}`;
	const forbidden = [];
	const mistakes = [];
	const expressions = /* @__PURE__ */ new Map();
	let known;
	const functions = () => known ??= rowFunctions(engine);
	for (const { plan, source } of planned) for (const check of plan.checks) {
		const { rule } = check;
		if (rule.kind === "matches") {
			const reason = await patternProblem(engine, rule.pattern);
			if (reason !== void 0) mistakes.push({
				name: check.name,
				message: reason,
				place: place(check)
			});
		}
		if (rule.kind !== "expression") continue;
		const parsed = await parseExpression(engine, rule.sql, functions);
		if (!parsed.ok) forbidden.push({
			name: check.name,
			message: parsed.reason,
			place: place(check)
		});
		else {
			expressions.set(rule.sql, parsed.expression);
			const names = source.format === "parquet" ? [] : untyped(parsed.expression, plan.types);
			for (const name of names) mistakes.push(untypedProblem(name, check, place(check)));
		}
	}
	if (forbidden.length > 0) throw sqlForbidden(fileName, [...forbidden, ...mistakes]);
	if (mistakes.length > 0) throw checksInvalid(fileName, mistakes);
	return expressions;
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
		message: `the checks file "${fileName}" has SQL that is not one expression over the columns of a row`,
		fix: "write one boolean expression with columns, operators, CASE, CAST and deterministic functions",
		problems
	});
}
// packages/steps/src/data/validate-data/report.ts
/** The JSON report. The same data and checks give the same bytes: nothing in it tells of time, machine or folder. */
function jsonReport({ checksFile, dataDigest, sources, showValues }) {
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
		"data-digest": dataDigest,
		"checks-file": {
			name: checksFile.name,
			digest: checksFile.digest
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
			files: source.files.map(({ name, bytes, digest }) => ({
				name,
				bytes,
				digest
			})),
			checks: source.findings.map((finding) => findingReport(finding, showValues))
		}))
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}
function findingReport(finding, showValues) {
	const { check } = finding;
	return {
		check: check.name,
		kind: check.rule.kind,
		columns: check.columns,
		demand: check.demand,
		status: finding.status,
		failing: Number(finding.failing),
		...check.limits.warn === void 0 ? {} : { "warn-above": describeLimit(check.limits.warn) },
		...check.limits.fail === void 0 ? {} : { "fail-above": describeLimit(check.limits.fail) },
		...finding.message === void 0 ? {} : { found: finding.message },
		...check.description === void 0 ? {} : { description: check.description },
		"checks-line": check.line,
		samples: finding.samples.map((sample) => sampleReport(sample, showValues))
	};
}
function sampleReport({ file, row, line, reason, cells }, showValues) {
	const values = cells.flatMap(({ column, value }) => {
		const visible = shown(value, showValues);
		return visible === void 0 ? [] : [{
			...column === "" ? {} : { column },
			value: visible
		}];
	});
	return {
		file,
		...row === void 0 ? {} : { row },
		...line === void 0 ? {} : { line },
		...reason === void 0 ? {} : { reason },
		...values.length === 0 ? {} : { values }
	};
}
// packages/steps/src/data/validate-data/draft.ts
/** Adds a check, with its line and its limits. */
function add(draft, { options, path, ...check }) {
	if (options[0] !== void 0) clash(draft, options[0], path);
	const description = options[0]?.description;
	draft.checks.push({
		...check,
		limits: limitsOf(options),
		line: draft.lineOf(path, true),
		...description === void 0 ? {} : { description }
	});
}
/** Severity and limits say the same thing twice, or contradict each other. */
function clash(draft, { severity, warn, fail }, path) {
	if (severity === void 0 || warn === void 0 && fail === void 0) return;
	mistake(draft, path, "has a severity besides warn or fail", "give one or the other");
}
function limitsOf(options) {
	const said = options.find(({ severity, warn, fail }) => (severity ?? warn ?? fail) !== void 0);
	if (said === void 0 || said.severity === "error") return anyFails;
	if (said.severity === "warn") return anyWarns;
	return {
		...said.warn === void 0 ? {} : { warn: parseLimit(said.warn) },
		...said.fail === void 0 ? {} : { fail: parseLimit(said.fail) }
	};
}
/** Notes a mistake of the checks file. */
function mistake(draft, path, message, fix) {
	const place = `${draft.fileName}:${draft.lineOf(path)}`;
	draft.problems.push({
		name: path.join("."),
		message,
		place,
		...fix === void 0 ? {} : { fix }
	});
}
/** The value of a check in either form. */
function plainValue(form) {
	return isLong(form) ? form.value : form;
}
/** What the long form of a check says besides its value. */
function optionsOf(form) {
	return isLong(form) ? form : {};
}
function isLong(form) {
	return typeof form === "object" && form !== null && "value" in form;
}
/** A range without what is undefined in it. */
function defined({ min, max }) {
	return {
		...min === void 0 ? {} : { min },
		...max === void 0 ? {} : { max }
	};
}
/** A range for the reader: `300 to 400`, `at least 1`. */
function describeRange({ min, max }) {
	if (min === max) return `exactly ${min}`;
	if (max === void 0) return `at least ${min}`;
	return min === void 0 ? `at most ${max}` : `${min} to ${max}`;
}
/** True where the last number that is named is one. */
const one = ({ min, max }) => (max ?? min) === 1;
// packages/steps/src/data/validate-data/plan-column.ts
/** Plans the checks of one column. */
function planColumn(draft, name, column, path) {
	const type = column.type === void 0 ? concludedType(draft, column, path) : plainValue(column.type);
	if (type !== void 0) draft.types.set(name, type);
	if (column.required === false) draft.optional.add(name);
	clash(draft, column, path);
	const first = draft.checks.length;
	const put = (key, rule, demand, options = {}) => add(draft, {
		name: `${name} ${key}`,
		rule,
		columns: [name],
		demand,
		path: key in column ? [...path, key] : path,
		options: [options, column]
	});
	if (type !== void 0) put("type", {
		kind: "type",
		type
	}, `${type === "integer" ? "an" : "a"} ${type}`, optionsOf(column.type));
	planNullable(draft, name, column, path);
	if (type === "number" && (column.finite === void 0 || plainValue(column.finite))) put("finite", { kind: "finite" }, "neither NaN nor infinite", optionsOf(column.finite));
	if (column.finite !== void 0 && type !== "number") mistake(draft, [...path, "finite"], "is for columns of type number");
	planBounds(draft, column, type, path, put);
	planSets(draft, column, type, path, put);
	planText(draft, column, type, path, put);
	if (column.unique !== void 0 && plainValue(column.unique)) put("unique", { kind: "unique" }, "no value twice", optionsOf(column.unique));
	planPresence(draft, name, column, path, first);
}
/** An absent column is as bad as the worst that its checks could have found. */
function planPresence(draft, name, column, path, first) {
	if (column.required === false) return;
	const canFail = draft.checks.slice(first).some(({ limits }) => limits.fail !== void 0);
	const check = {
		name: `${name} present`,
		rule: { kind: "present" },
		columns: [name],
		demand: "a column of this name"
	};
	draft.checks.splice(first, 0, {
		...check,
		limits: canFail ? anyFails : anyWarns,
		line: draft.lineOf(path, true)
	});
}
function planNullable(draft, name, column, path) {
	const raw = column.nullable === void 0 ? false : plainValue(column.nullable);
	if (raw === true) return;
	const options = optionsOf(column.nullable);
	const share = typeof raw === "string" ? raw : void 0;
	if (share !== void 0 && (options.fail !== void 0 || options.warn !== void 0)) mistake(draft, [...path, "nullable"], "is a share already: leave out warn and fail, or write false");
	const severity = options.severity ?? column.severity;
	const limited = share === void 0 ? [options, column] : [severity === "warn" ? { warn: share } : { fail: share }];
	add(draft, {
		name: `${name} nullable`,
		rule: { kind: "nullable" },
		columns: [name],
		demand: share === void 0 ? "no nulls" : `at most ${share} nulls`,
		path: column.nullable === void 0 ? path : [...path, "nullable"],
		options: limited
	});
}
function planBounds(draft, column, type, path, put) {
	const bounds = /* @__PURE__ */ new Map();
	for (const key of ["min", "max"]) {
		const form = column[key];
		if (form === void 0) continue;
		const bound = literal(draft, plainValue(form), type, [...path, key]);
		if (bound === void 0) continue;
		if (bound.type === "string" || bound.type === "boolean") {
			mistake(draft, [...path, key], "is for numbers, dates and timestamps", "for text there is length");
			continue;
		}
		bounds.set(key, bound);
		put(key, {
			kind: key,
			bound
		}, `at ${key === "min" ? "least" : "most"} ${bound.text}`, optionsOf(form));
	}
	const [min, max] = [bounds.get("min"), bounds.get("max")];
	if (min && max && isAbove(min, max)) mistake(draft, [...path, "min"], "is above max");
}
function planSets(draft, column, type, path, put) {
	for (const key of ["in", "not-in"]) {
		const form = column[key];
		if (form === void 0) continue;
		const raw = plainValue(form);
		const values = raw.map((value, index) => literal(draft, value, type, [
			...path,
			key,
			...form === raw ? [index] : []
		]));
		const shown = raw.slice(0, 8).map((value) => JSON.stringify(value)).join(", ");
		const demand = `${key === "in" ? "one" : "none"} of ${shown}${raw.length > 8 ? `, … (${raw.length})` : ""}`;
		put(key, {
			kind: key,
			values: values.filter((value) => value !== void 0)
		}, demand, optionsOf(form));
	}
}
function planText(draft, column, type, path, put) {
	for (const key of ["matches", "length"]) if (column[key] !== void 0 && type !== "string") {
		mistake(draft, [...path, key], `is for columns of type string, not ${type}`);
		return;
	}
	if (column.matches !== void 0) {
		const pattern = plainValue(column.matches);
		put("matches", {
			kind: "matches",
			pattern
		}, `matches ${pattern}`, optionsOf(column.matches));
	}
	if (column.length !== void 0) {
		const raw = plainValue(column.length);
		const range = typeof raw === "number" ? {
			min: raw,
			max: raw
		} : raw;
		put("length", {
			kind: "length",
			range: defined(range)
		}, `${describeRange(range)} ${one(range) ? "character" : "characters"}`, optionsOf(column.length));
	}
}
/** The type that the bounds and sets of a column speak of. */
function concludedType(draft, column, path) {
	const bounds = [column.min, column.max].flatMap((form) => form === void 0 ? [] : [typeOfBound(plainValue(form))]);
	const values = [column.in, column["not-in"]].flatMap((form) => form === void 0 ? [] : plainValue(form).map(setType));
	const text = column.matches !== void 0 || column.length !== void 0 ? ["string"] : [];
	const types = [.../* @__PURE__ */ new Set([
		...bounds,
		...values,
		...text
	])];
	if (types.length > 1) mistake(draft, path, `has values of different types: ${types.join(", ")}`, "say which with type");
	return types.length > 1 ? void 0 : types[0];
}
const setType = (value) => typeof value === "string" ? "string" : typeOf(value);
function literal(draft, value, type, path) {
	if (isRounded(value)) {
		mistake(draft, path, `"${value}" is too large to be exact`, "write the number in quotes");
		return;
	}
	const found = type === void 0 ? void 0 : toLiteral(value, type);
	if (found === void 0 && type !== void 0) mistake(draft, path, `"${value}" is no ${type}`);
	return found;
}
function isAbove(a, b) {
	if (a.type === "number" && b.type === "number") return a.value > b.value;
	if (a.type === "integer" && b.type === "integer") return BigInt(a.text) > BigInt(b.text);
	return "text" in a && "text" in b && a.type === b.type && a.text > b.text;
}
// packages/steps/src/data/validate-data/plan.ts
/** The checks of the source whose block in the document is `key`, or of one without a block. */
function planSource(document, key, { lineOf, fileName }) {
	const draft = {
		lineOf,
		fileName,
		checks: [],
		problems: [],
		types: /* @__PURE__ */ new Map(),
		optional: /* @__PURE__ */ new Set()
	};
	const own = key === void 0 ? {} : document.sources?.[key] ?? {};
	const at = key === void 0 ? [] : ["sources", key];
	draft.checks.push(builtIn("readable", "every row can be read"), builtIn("header", "each column has its own name"));
	const isOwnColumn = (name) => own.columns !== void 0 && name in own.columns;
	planTable(draft, merged(document, own), (part) => part in own ? at : []);
	for (const [name, column] of Object.entries(merged(document, own).columns ?? {})) planColumn(draft, name, column, [
		...isOwnColumn(name) ? at : [],
		"columns",
		name
	]);
	planLists(draft, document, []);
	if (key !== void 0) planLists(draft, own, at);
	return {
		plan: {
			checks: unlike$1(draft.checks),
			types: draft.types,
			optional: draft.optional
		},
		problems: draft.problems
	};
}
function merged(shared, own) {
	return {
		...shared,
		...own,
		columns: {
			...shared.columns,
			...own.columns
		}
	};
}
function planTable(draft, table, whereIs) {
	planRowCount(draft, table["row-count"], [...whereIs("row-count"), "row-count"]);
	const columns = Object.keys(table.columns ?? {});
	for (const kind of ["strict", "ordered"]) {
		const form = table[kind];
		const path = [...whereIs(kind), kind];
		if (form === void 0 || !plainValue(form)) continue;
		if (columns.length === 0) mistake(draft, path, "needs columns to compare with");
		add(draft, {
			name: kind,
			rule: { kind },
			columns,
			demand: kind === "strict" ? "no column besides those listed" : "the columns in the order listed",
			path,
			options: [optionsOf(form)]
		});
	}
}
function planRowCount(draft, form, path) {
	const raw = form === void 0 ? { min: 1 } : plainValue(form);
	const range = typeof raw === "number" ? {
		min: raw,
		max: raw
	} : {
		min: raw.min ?? 1,
		..."max" in raw ? { max: raw.max } : {}
	};
	add(draft, {
		name: "row-count",
		rule: {
			kind: "row-count",
			range: defined(range)
		},
		columns: [],
		demand: `${describeRange(range)} ${one(range) ? "row" : "rows"}`,
		path,
		options: [optionsOf(form)]
	});
}
/** Lists add up: those of the file and those of the source. */
function planLists(draft, table, at) {
	table.unique?.forEach((entry, index) => {
		const columns = "columns" in entry ? entry.columns : entry;
		const path = [
			...at,
			"unique",
			index
		];
		if (new Set(columns).size < columns.length) mistake(draft, path, "names a column twice");
		const options = "columns" in entry ? entry : {};
		add(draft, {
			name: `${columns.join(", ")} unique`,
			rule: { kind: "unique" },
			columns,
			demand: "unique together",
			path,
			options: [options]
		});
	});
	table.expressions?.forEach((entry, index) => {
		const path = [
			...at,
			"expressions",
			index,
			"sql"
		];
		const rule = {
			kind: "expression",
			sql: entry.sql
		};
		add(draft, {
			name: entry.name ?? entry.sql.trim(),
			rule,
			columns: [],
			demand: entry.sql.trim(),
			path,
			options: [entry]
		});
	});
}
function builtIn(kind, demand) {
	return {
		name: kind,
		rule: { kind },
		columns: [],
		limits: anyFails,
		demand,
		line: 1
	};
}
/** Names that stand twice get a number, so that every check of a source has its own. */
function unlike$1(checks) {
	const seen = /* @__PURE__ */ new Map();
	return checks.map((check) => {
		const times = (seen.get(check.name) ?? 0) + 1;
		seen.set(check.name, times);
		return times === 1 ? check : {
			...check,
			name: `${check.name} (${times})`
		};
	});
}
// packages/steps/src/data/validate-data/sources.ts
/** The format by the ending of a name. */
const formats = {
	".csv": "csv",
	".tsv": "csv",
	".parquet": "parquet",
	".jsonl": "jsonl",
	".ndjson": "jsonl"
};
/** Finds the files of a local entry, in the order of their names. FILE_MISSING where there is none. */
async function findFiles(entry, root) {
	const literal = resolve(root, entry);
	const names = await isThere(literal) ? [literal] : await expand(entry, root);
	const files = await Promise.all(names.map((path) => regularFile(path, entry, root)));
	if (files.length === 0) throw new StepError("FILE_MISSING", {
		message: `no file is there for the source "${entry}"`,
		fix: "check data.sources; relative paths start at the folder of ml-ci.yml"
	});
	return files;
}
/** The format of a source: what the checks file says, else what the names of its files say. */
function formatOf(entry, files, declared) {
	if (declared !== void 0) return declared;
	const found = [...new Set(files.map(({ name }) => formats[extname(name).toLowerCase()]))];
	const [format] = found;
	if (format !== void 0 && found.length === 1) return format;
	throw new StepError("SOURCE_INVALID", {
		message: found.length > 1 ? `the files of the source "${entry}" are of several formats` : `the format of the source "${entry}" is not known by its name`,
		fix: "write format: csv, parquet or jsonl for it in the checks file, or list one source a format"
	});
}
/** Copies the files whose names the engine would take for patterns into the spill folder. */
async function stage(source, spill) {
	const files = await Promise.all(source.files.map(async (file, index) => {
		if (!/[*?[\]{}\\]/.test(file.path)) return file;
		const folder = join(spill, "staged");
		await mkdir(folder, {
			recursive: true,
			mode: 448
		});
		const path = join(await realpath(folder), `${hex(source.entry)}-${index}`);
		await copyFile(file.path, path);
		return {
			...file,
			path
		};
	}));
	return {
		...source,
		files
	};
}
async function expand(entry, root) {
	if (!/[*?[{]/.test(entry)) return [];
	const found = [];
	for await (const name of glob(entry, { cwd: root })) found.push(resolve(root, name));
	return (await Promise.all(found.map(async (path) => ({
		path,
		isFile: (await stat(path)).isFile()
	})))).flatMap(({ path, isFile }) => isFile ? [path] : []).sort(byCodeUnit);
}
async function regularFile(path, entry, root) {
	const real = await realpath(path);
	const { isFile, isDirectory } = await kindOf(real);
	if (!isFile) throw new StepError("SOURCE_INVALID", {
		message: `the source "${entry}" is ${isDirectory ? "a folder" : "no regular file"}`,
		fix: isDirectory ? `name its files: ${join(entry, "*.parquet")}` : "name a file"
	});
	const way = relative(root, path);
	return {
		name: (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way) ? path : way).split(sep).join("/"),
		path: real
	};
}
async function kindOf(path) {
	const found = await stat(path);
	return {
		isFile: found.isFile(),
		isDirectory: found.isDirectory()
	};
}
async function isThere(path) {
	return stat(path).then(() => true, () => false);
}
const hex = (text) => Buffer.from(text).toString("hex").slice(-16);
const byCodeUnit = (a, b) => a < b ? -1 : a > b ? 1 : 0;
// packages/steps/src/data/validate-data/s3-source.ts
/** True for an entry that is read from S3. */
const isS3 = (entry) => entry.startsWith("s3://");
/**
* Streams the objects of an entry (one object, a prefix that ends in `/`, or a glob) into the spill folder: the engine
* has no network. Each is read as it was listed, or not at all.
*/
async function fetchObjects(entry, context, spill) {
	const session = await context.aws.session(environmentOf(entry, context), context.signal);
	const objects = await findObjects(entry, session, context.signal);
	await assertRoom(entry, objects, spill);
	const folder = join(spill, "objects", Buffer.from(entry).toString("base64url").slice(-40));
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	const target = await realpath(folder);
	const files = [];
	for (const [index, object] of objects.entries()) {
		const path = join(target, `${index}${extname(object.uri.key).replaceAll(/[^.\w]/g, "")}`);
		await download(session, object, path, context);
		files.push({
			name: formatS3Uri(object.uri),
			path
		});
	}
	return files;
}
function environmentOf(entry, { inputs, config }) {
	const environment = inputs.env ?? config?.environments.find(({ type }) => type === "ecr");
	if (environment?.type === "ecr") return environment;
	throw new StepError("SOURCE_INVALID", {
		message: `the source "${entry}" is in S3, and no environment says whose account reads it`,
		fix: ({ input }) => `give ${input("env", "NAME")} of an environment with an account in ml-ci.yml`
	});
}
async function findObjects(entry, session, signal) {
	const uri = parseS3Uri(entry);
	if (uri === void 0) throw new StepError("SOURCE_INVALID", {
		message: `the source "${entry}" is no S3 address`,
		fix: "write it as s3://bucket/key, s3://bucket/prefix/ or s3://bucket/prefix/*.parquet"
	});
	const exact = uri.key === "" || uri.key.endsWith("/") ? void 0 : await headObject(session, uri, { signal });
	const found = exact === void 0 ? await listed(uri, session, signal) : [exact];
	if (found.length > 0) return found;
	throw new StepError("FILE_MISSING", {
		message: `no object is there for the source "${entry}"`,
		fix: "check data.sources, and that the environment is the right one"
	});
}
async function listed(uri, session, signal) {
	const pattern = uri.key === "" || uri.key.endsWith("/") ? void 0 : uri.key;
	const prefix = pattern === void 0 ? uri.key : pattern.slice(0, pattern.search(/[*?[{]/));
	if (pattern !== void 0 && !/[*?[{]/.test(pattern)) return [];
	const found = [];
	for await (const object of listObjects(session, {
		bucket: uri.bucket,
		key: prefix
	}, { signal })) {
		const { key } = object.uri;
		if (pattern === void 0 ? formats[extname(key).toLowerCase()] !== void 0 : posix.matchesGlob(key, pattern)) found.push(object);
	}
	return found.sort((a, b) => a.uri.key < b.uri.key ? -1 : 1);
}
async function assertRoom(entry, objects, spill) {
	const needed = objects.reduce((sum, { size }) => sum + size, 0);
	const { bavail, bsize } = await statfs(spill);
	if (needed < bavail * bsize) return;
	throw new StepError("SOURCE_TOO_LARGE", {
		message: `the source "${entry}" has ${formatBytes(needed)}, and only ${formatBytes(bavail * bsize)} are free for temporary files`,
		fix: "set TMPDIR to a folder with more room, or name fewer objects"
	});
}
async function download(session, { uri, etag, size }, path, { signal, log }) {
	const label = formatS3Uri(uri);
	try {
		const body = await readObject(session, uri, {
			signal,
			ifMatch: etag
		});
		const written = createWriteStream(path, {
			flags: "wx",
			mode: 384
		});
		await pipeline(Readable.from(counted(body, (done) => log.progress({
			label,
			done,
			total: size,
			unit: "bytes"
		}))), written, { signal });
		if (written.bytesWritten === size) return;
	} catch (cause) {
		if (!isAwsError(cause, "PreconditionFailed")) throw cause;
	}
	throw new StepError("SOURCE_CHANGED", {
		message: `"${label}" changed while it was read`,
		fix: "run again when nothing writes to it"
	});
}
async function* counted(body, tell) {
	let done = 0;
	for await (const chunk of body) {
		done += chunk.length;
		yield chunk;
		tell(done);
	}
}
// packages/steps/src/data/validate-data/source-plans.ts
/** Finds the files of every source and plans its checks; all mistakes of the checks file are reported at once. */
async function openSources(context, checks, spill) {
	const { inputs, files } = context;
	const { document } = checks;
	const problems = [...strayKeys(checks, inputs.sources), ...emptyFile(checks)];
	const plans = inputs.sources.map((entry) => {
		const key = document.sources?.[entry] === void 0 ? void 0 : entry;
		const { plan, problems: mistakes } = planSource(document, key, checks);
		problems.push(...mistakes);
		return {
			entry,
			plan,
			own: key === void 0 ? void 0 : document.sources?.[key]
		};
	});
	if (problems.length > 0) throw checksInvalid(checks.fileName, unlike(problems));
	return Promise.all(plans.map(async ({ entry, plan, own }) => {
		const found = isS3(entry) ? await fetchObjects(entry, context, spill) : await findFiles(entry, files.root);
		return {
			source: await stage({
				entry,
				format: formatOf(entry, found, own?.format ?? document.format),
				isTabbed: found.every(({ name }) => name.toLowerCase().endsWith(".tsv")),
				files: found
			}, spill),
			plan,
			csv: own?.csv ?? document.csv
		};
	}));
}
/** A block for a source that is not in the list would check nothing, unseen. */
function strayKeys({ document, fileName, lineOf }, entries) {
	return Object.keys(document.sources ?? {}).filter((key) => !entries.includes(key)).map((key) => ({
		name: `sources.${key}`,
		message: "is no entry of the list of sources",
		place: `${fileName}:${lineOf(["sources", key], true)}`,
		fix: suggest(key, entries)
	}));
}
function emptyFile({ document, fileName }) {
	return [document, ...Object.values(document.sources ?? {})].some((part) => Object.keys(part.columns ?? {}).length > 0 || (part["row-count"] ?? part.unique ?? part.expressions) !== void 0) ? [] : [{
		name: fileName,
		message: "asks for nothing",
		place: `${fileName}:1`,
		fix: "list columns"
	}];
}
/** What stands once in the file is told once, however many sources it is for. */
function unlike(problems) {
	return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
// packages/steps/src/data/validate-data/run.ts
/** Checks every source, writes the reports and tells what failed. */
async function run(context) {
	const { inputs, files, log } = context;
	const text = await files.readText(inputs.checks);
	const checks = parseChecks(text, inputs.checks);
	const spill = await realpath(await files.temporary("validate-data"));
	const planned = await openSources(context, checks, spill);
	const engine = await openEngine({
		duckdb: await loadDuckDb(context),
		spill,
		paths: planned.flatMap(({ source }) => source.files.map(({ path }) => path)),
		memoryBytes: inputs.memory,
		threads: inputs.threads,
		signal: context.signal
	});
	try {
		const expressions = await prepare(engine, checks, planned);
		const sources = [];
		for (const [index, one] of planned.entries()) {
			const result = await checkSource(engine, one, {
				...context,
				expressions,
				id: String(index)
			});
			sources.push(result);
			if (planned.length > 1) log.progress({
				label: "sources",
				done: index + 1,
				total: planned.length,
				unit: "count",
				detail: result.entry
			});
		}
		return await report(context, {
			checksFile: {
				name: inputs.checks,
				digest: sha256(text)
			},
			dataDigest: combineDigests(sources.flatMap((source) => source.files)),
			sources,
			showValues: inputs.showValues
		});
	} catch (error) {
		throw error instanceof EngineError ? engineFailed(error, "the data could not be checked") : error;
	} finally {
		engine.close();
	}
}
async function report({ inputs, files, log, plan }, input) {
	const { sources, showValues } = input;
	const totals = total(sources);
	const json = jsonReport(input);
	const [jsonPath, junitPath] = [join(inputs.report, "report.json"), join(inputs.report, "junit.xml")];
	if (plan.active) plan.would(`write ${jsonPath} and ${junitPath}`, "local files");
	else {
		if (inputs.report.startsWith(".ml-ci/")) await files.state(inputs.report.slice(7));
		await files.write(jsonPath, json);
		await files.write(junitPath, junitReport(input));
	}
	log.table(summaryTable(sources));
	for (const annotation of annotations(sources, showValues, inputs.checks)) log.annotate(annotation);
	const outputs = {
		rows: Number(totals.rows),
		checks: totals.checks,
		failedChecks: totals.failed,
		warnedChecks: totals.warned,
		failingRows: Number(totals.failingRows),
		report: jsonPath,
		junit: junitPath,
		reportDigest: sha256(json),
		dataDigest: input.dataDigest
	};
	if (totals.verdict === "passed") return passed(outputs);
	return failed(`${totals.failed} of ${plural(totals.checks, "data check")} failed`, outputs);
}
export { listObjects as n, readObject as r, run, headObject as t };
