import { o as __toESM } from "./rolldown-runtime.js";
import { n as suggest } from "./core-nearest.js";
import { n as formatDuration, r as parseDuration } from "./core-duration.js";
import { n as StepError, r as describeError } from "./core-error-codes.js";
import { g as sending, h as s3Client, v as isAwsError } from "./core-foreign-endpoint.js";
import { t as plural } from "./core-plural.js";
import { r as parseS3Uri, t as formatS3Uri } from "./aws-uri.js";
import { a as literal$1, c as record, d as union, i as boolean, l as strictObject, o as number, r as array, t as _enum, u as string } from "./zod.js";
import { t as parseYaml } from "./core-config-yaml2.js";
import { extname, isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, glob, mkdir, open, realpath, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import * as zlib$1 from "node:zlib";
import { createHash, createHmac } from "node:crypto";
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
		lastModified: reply.LastModified,
		...reply.VersionId === void 0 ? {} : { versionId: reply.VersionId }
	};
}
/** The bytes of an object, as they come; of a range of it, the end not included, where one is asked for. */
async function readObject(session, uri, options = {}) {
	const { GetObjectCommand } = await import("./aws-sdk-client-s3.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const client = await s3Client(session);
	const command = new GetObjectCommand({
		Bucket: uri.bucket,
		Key: uri.key,
		...options.ifMatch === void 0 ? {} : { IfMatch: options.ifMatch },
		...options.range === void 0 ? {} : { Range: `bytes=${options.range.start}-${options.range.end - 1}` }
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
// packages/steps/src/data/checks/literal.ts
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const timestampPattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;
const integerPattern = /^[+-]?\d{1,38}$/;
const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** The type that a value of the checks file speaks of. */
function typeOf$1(value) {
	if (typeof value === "number") return "number";
	if (typeof value === "boolean") return "boolean";
	if (isDay(value)) return "date";
	if (timestampPattern.test(value) && isDay(value.slice(0, 10))) return "timestamp";
	return "string";
}
/** The type a bound speaks of: as `typeOf`, but digits in quotes are a number. */
function typeOfBound(value) {
	return typeof value === "string" && numberPattern.test(value) ? "number" : typeOf$1(value);
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
		case "timestamp": return typeof value === "string" && ["date", "timestamp"].includes(typeOf$1(value)) ? {
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
/** The name of a column or table in SQL. */
function identifier(name) {
	return `"${name.replaceAll("\"", "\"\"")}"`;
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
// packages/steps/src/data/report/mask.ts
const longest = 200;
/** A value as the report may show it: undefined for none at all. Null and the empty text are told apart everywhere. */
function shown$2(value, show) {
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
	return message.replace(/'.*'|".*"/gs, "'…'").replace(/\bvalue \S+/g, "value …").replace(/\([^()]*\)/g, "(…)");
}
// packages/steps/src/data/measure/exact-sum.ts
/**
* Sums of floating-point numbers that depend neither on threads nor on the order of rows. Every number is scaled by a power
* of two to at most 1 and rounded to a whole number of 61 bits; whole numbers add up to the same in any order, and 128 bits
* hold the sum of 2^64 of them. A first reading finds the range that the power follows from. The error is at most 2^-62 of
* the largest number for each row, which is less than adding doubles loses.
*/
const bits$1 = 61;
/** What the first reading must find for sums. */
function rangeOf(x) {
	return [
		`count(${x})`,
		`min(${x})`,
		`max(${x})`
	];
}
/** What the second reading must find for the sum of `x`. */
function askSum(x, known, dialect) {
	const scale = scaleOf(x, known);
	return scale === void 0 ? [] : [wholeSum$1(scaled(x, scale), dialect)];
}
/** The sum of `x`; undefined where it has no number. */
function sumOf(x, known, dialect) {
	const scale = scaleOf(x, known);
	if (scale === void 0) return void 0;
	return unscaled(Number(known.bigint(wholeSum$1(scaled(x, scale), dialect))) * 2 ** -61, scale);
}
/** What the second reading must find for the deviation of `x`: the distances from the middle of its range, and their squares. */
function askSquares(x, known, dialect) {
	const at = middleOf(x, known);
	return at === void 0 ? [] : [wholeSum$1(at.distance, dialect), wholeSum$1(square(at.distance), dialect)];
}
/** Mean and standard deviation of a sample; undefined for fewer than two numbers. */
function deviationOf(x, known, dialect) {
	const at = middleOf(x, known);
	const n = known.bigint(`count(${x})`);
	if (at === void 0 || n < 2n) return void 0;
	const [first, second] = [at.distance, square(at.distance)].map((sql) => known.bigint(wholeSum$1(sql, dialect)));
	if (first === void 0 || second === void 0) return void 0;
	const squares = (second * n << BigInt(bits$1)) - first * first;
	const variance = Number(squares > 0n ? squares : 0n) / Number(n * (n - 1n)) / 2 ** 122;
	return {
		mean: at.middle + unscaled(Number(first) / Number(n) * 2 ** -61, at.scale),
		std: unscaled(Math.sqrt(variance), at.scale)
	};
}
function middleOf(x, known) {
	const [min, max] = [known.number(`min(${x})`), known.number(`max(${x})`)];
	if (min === void 0 || max === void 0) return void 0;
	const middle = min / 2 + max / 2;
	const scale = exponentOf(Math.max(middle - min, max - middle));
	return {
		middle,
		scale,
		distance: scaled(`(${x} - ${double(middle)})`, scale)
	};
}
function scaleOf(x, known) {
	const [min, max] = [known.number(`min(${x})`), known.number(`max(${x})`)];
	return min === void 0 || max === void 0 ? void 0 : exponentOf(Math.max(Math.abs(min), Math.abs(max)));
}
const square = (u) => `(${u} * ${u})`;
function wholeSum$1(u, { toWhole }) {
	return `sum(${toWhole(`${u} * ${double(2 ** bits$1)}`)})`;
}
/** The power of two that a number is at most. */
function exponentOf(most) {
	return most === 0 ? 0 : Math.ceil(Math.log2(most));
}
/** In two factors, since a power of two beyond 1023 is no double. */
function scaled(x, exponent) {
	const half = Math.trunc(exponent / 2);
	return `(${x} * ${double(2 ** -half)} * ${double(2 ** -(exponent - half))})`;
}
function unscaled(u, exponent) {
	const half = Math.trunc(exponent / 2);
	return u * 2 ** half * 2 ** (exponent - half);
}
/** A double as SQL: what JavaScript prints is read back as the same. */
function double(value) {
	return `CAST('${value}' AS DOUBLE)`;
}
// packages/steps/src/data/engine/ask.ts
/** What an aggregate is known by: its SQL in the engine of this machine. */
function aggregateKey(ask) {
	if (typeof ask === "string") return ask;
	return "integers" in ask ? distinctSql(ask) : `quantile_cont(${ask.x}, ${ask.at})`;
}
/** The aggregate that every engine has. */
function distinctSql({ integers }) {
	return `count(DISTINCT ${integers})`;
}
const isQuantile = (ask) => typeof ask !== "string" && "x" in ask;
const isDistinct = (ask) => typeof ask !== "string" && "integers" in ask;
// packages/steps/src/data/engine/quantiles.ts
/** What the engine holds for each value while it looks for a quantile; its limit of memory does not count this. */
const bytesPerValue = 16;
/** How many values may be held at once for quantiles, so that half of the memory is left for all else. */
function mostValuesIn(memoryBytes) {
	return Math.floor(memoryBytes / 2 / bytesPerValue);
}
/**
* Parts quantiles by what is done for them in one reading of the rows: those in `held` keep all of their values in memory,
* `most` at once; each of `counted` has too many.
*/
function packQuantiles(asked, most) {
	const held = [];
	const counted = [];
	let room = 0;
	for (const [x, all] of Map.groupBy(asked, (ask) => ask.x)) {
		const values = Math.max(...all.map((ask) => ask.values ?? 0));
		if (values > most) {
			counted.push({
				x,
				all
			});
			continue;
		}
		if (held.length === 0 || values > room) {
			held.push([]);
			room = most;
		}
		held.at(-1)?.push({
			x,
			all
		});
		room -= values;
	}
	return {
		held,
		counted
	};
}
/** Between two values that are next to each other, as the engine itself interpolates: it ends in the same digit. */
function interpolate(low, high, share) {
	return share === 0 ? low : low * (1 - share) + high * share;
}
/**
* Quantiles of more numbers than memory holds: each value is counted once, in a table that goes to disk where it must, and
* the value at a place is found in it by parts of the range that hold ever fewer values. Null of no numbers.
*/
async function countedQuantiles({ query, keep, forget }, { x, all }, from) {
	const table = "quantile_values";
	await keep(table, `SELECT CAST(${x} AS DOUBLE) AS value, count(*) AS n FROM (${from}) WHERE (${x}) IS NOT NULL GROUP BY 1`);
	const [row] = await query(`SELECT CAST(coalesce(sum(n), 0) AS DOUBLE) AS total, min(value) AS low, max(value) AS high FROM ${table}`);
	const [total, low, high] = [
		Number(row?.total),
		Number(row?.low),
		Number(row?.high)
	];
	const found = [];
	for (const { at } of all) {
		if (total === 0) {
			found.push(null);
			continue;
		}
		const place = (total - 1) * at;
		const below = await valueAt$2(query, table, {
			low,
			high,
			rank: Math.floor(place)
		});
		const above = await valueAt$2(query, table, {
			low,
			high,
			rank: Math.ceil(place)
		});
		found.push(interpolate(below, above, place - Math.floor(place)));
	}
	await forget(table);
	return found;
}
/** So many values are sorted at once. */
const fewValues$2 = 4096;
/** The number with so many before it. */
async function valueAt$2(query, table, whole) {
	let part = whole;
	for (;;) {
		const { low, high } = part;
		if (low === high) return low;
		const width = high / 2 - low / 2;
		part = partOf(await query(`SELECT ${width === 0 ? "value" : `floor((value / 2 - ${double(low / 2)}) / ${double(width)} * CAST(${fewValues$2} AS DOUBLE))`} AS part, CAST(sum(n) AS DOUBLE) AS n, min(value) AS low, max(value) AS high FROM ${table}
       WHERE value BETWEEN ${double(low)} AND ${double(high)} GROUP BY 1 ORDER BY 1`), part.rank);
	}
}
function partOf(rows, rank) {
	let before = 0;
	for (const row of rows) {
		const n = Number(row.n);
		if (rank < before + n) return {
			low: Number(row.low),
			high: Number(row.high),
			rank: rank - before
		};
		before += n;
	}
	throw new Error("the place is behind the last value");
}
// packages/steps/src/data/engine/aggregate.ts
/**
* Aggregates by the engine of this machine: one pass over the rows, one more where quantiles need more memory than there is,
* and one over a single column for each count of different whole numbers.
*/
async function aggregate(engine, asked, from) {
	const found = /* @__PURE__ */ new Map();
	const { held, counted } = packQuantiles(asked.filter(isQuantile), engine.mostValues);
	const distinct = asked.filter(isDistinct);
	const plain = [...asked.filter((ask) => typeof ask === "string"), ...distinct.flatMap(({ integers }) => rangeOf(integers))];
	const [first = [], ...others] = held;
	for (const [sqls, groups] of [[plain, first], ...others.map((some) => [[], some])]) {
		const columns = [...sqls, ...groups.map(quantilesSql)];
		if (columns.length === 0) continue;
		const [row] = await engine.query(`SELECT ${columns.map((sql, at) => `${sql} AS a${at}`).join(", ")} FROM (${from})`);
		for (const [at, sql] of sqls.entries()) found.set(sql, row?.[`a${at}`]);
		for (const [at, { all }] of groups.entries()) {
			const list = row?.[`a${sqls.length + at}`];
			for (const [place, ask] of all.entries()) found.set(ask, Array.isArray(list) ? list[place] : null);
		}
	}
	for (const group of counted) {
		const values = await countedQuantiles(engine, group, from);
		for (const [at, ask] of group.all.entries()) found.set(ask, values[at]);
	}
	for (const ask of distinct) {
		const extent = rangeOf(ask.integers).map((sql) => found.get(sql));
		found.set(ask, await countDistinct(engine, ask, extent, from));
	}
	return asked.map((ask) => found.get(ask));
}
/** All quantiles of the same numbers as one aggregate, which keeps these once: a list, or null of no numbers. */
function quantilesSql({ x, all }) {
	return `quantile_cont(${x}, [${all.map(({ at }) => at).join(", ")}])`;
}
/** Numbers that one group stands for, each by one bit. */
const bits = 64n;
/**
* Keys mostly follow each other: then a group for every 64 numbers, with a bit for each that is there, takes less than half
* of the time that a group for each number does. Where they lie far apart it would take more.
*/
async function countDistinct({ query }, ask, extent, from) {
	if (extent[1] === null || extent[1] === void 0) return 0n;
	const [count = 0n, low = 0n, high = 0n] = extent.map((value) => BigInt(String(value)));
	const isDense = (high - low) / bits < count / 4n;
	const wide = fitsBigint(low) && fitsBigint(high) ? "BIGINT" : "HUGEINT";
	const place = `CAST(CAST(x AS ${wide}) - CAST('${low}' AS ${wide}) AS BIGINT)`;
	const [row] = await query(isDense ? `SELECT sum(bit_count(there)) AS n FROM (
         SELECT ${place} >> 6 AS block, bit_or(1::UBIGINT << CAST(${place} & 63 AS UBIGINT)) AS there
         FROM (SELECT ${ask.integers} AS x FROM (${from})) WHERE x IS NOT NULL GROUP BY 1)` : `SELECT ${distinctSql(ask)} AS n FROM (${from})`);
	return row?.n;
}
const fitsBigint = (value) => BigInt.asIntN(64, value) === value;
// packages/steps/src/data/engine/duckdb-dialect.ts
/** The SQL of the engine on this machine. */
const duckDbDialect = {
	whole: "HUGEINT",
	toWhole: (double) => `CAST(${double} AS HUGEINT)`,
	nanIsGreatest: true,
	countedTogether: 30,
	isFinite: (number) => `isfinite(${number})`,
	isNaN: (number) => `isnan(${number})`,
	matches: (text, pattern) => `regexp_matches(${text}, ${quote(pattern)})`,
	literal: literalSql,
	row: (values) => `{${values.map((value, at) => `'u${at}': ${value}`).join(", ")}}`,
	isIn: (value, from) => `${value} IN (SELECT value FROM ${from})`,
	epochMs: (time) => `epoch_ms(${time})`,
	epochMicros: (time) => `epoch_us(${time})`,
	valueOfLeast: (value, keys) => `arg_min(${value}, (${keys.join(", ")}))`,
	async expression(expression, columns) {
		const places = new Map([...columns].map(([name, { sql }]) => [name, sql]));
		return {
			ok: true,
			sql: await expression.rewrite(places)
		};
	}
};
// packages/steps/src/data/engine/engine.ts
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
	const { type, message } = error;
	return type === "IO" && /^Could not read (enough bytes|from file .*: Invalid argument$)/.test(message) || type === "Out of Memory" && message === "Allocation failure" || [
		"Invalid Input",
		"Invalid",
		"Conversion"
	].includes(type);
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
	const query = queries(connection, options.signal);
	const keep = async (name, select) => void await query(`CREATE OR REPLACE TEMP TABLE ${name} AS ${select}`);
	const forget = async (name) => void await query(`DROP TABLE IF EXISTS ${name}`);
	const mostValues = mostValuesIn(options.memoryBytes);
	return {
		dialect: duckDbDialect,
		query,
		keep,
		mostValues,
		aggregate: (asked, from) => aggregate({
			query,
			keep,
			forget,
			mostValues
		}, asked, from),
		forget,
		async typesOf(expressions, from) {
			return (await query(`DESCRIBE SELECT ${expressions.join(", ")} FROM (${from})`)).map((row) => String(row.column_type));
		},
		close
	};
}
/** What may be read and written is fixed first, then the configuration itself is locked. */
async function lock(connection, { spill, paths, diskBytes }) {
	const temporary = join(spill, "engine");
	await mkdir(temporary, {
		recursive: true,
		mode: 448
	});
	const settings = [
		`temp_directory = ${quote(temporary)}`,
		`max_temp_directory_size = '${Math.floor(diskBytes / 1e3)}kB'`,
		`secret_directory = ${quote(temporary)}`,
		`extension_directory = ${quote(temporary)}`,
		`allow_persistent_secrets = false`,
		`TimeZone = 'UTC'`,
		`allocator_flush_threshold = '1MB'`,
		`allocator_bulk_deallocation_flush_threshold = '16MB'`,
		`allocator_background_threads = true`,
		`disabled_optimizers = 'statistics_propagation'`,
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
/** What the engine says of a value, it says with the value. */
const quotesData = /* @__PURE__ */ new Set([
	"Conversion",
	"Invalid Input",
	"Invalid",
	"Out of Range"
]);
/** The error of a run that could not finish, for anything that the engine said. */
function engineFailed(error, doing) {
	const isOfData = quotesData.has(error.type);
	return new StepError("DATA_ENGINE_FAILED", {
		message: `${doing}: ${isOfData ? withoutValues(error.message) : error.message}`,
		fix: error.type === "Out of Memory" ? ({ input }) => `raise ${input("memory")} or ${input("disk")}, or make more room in the folder for temporary files` : "run it again; if it stays, report the message",
		...isOfData ? {} : { cause: error }
	});
}
// packages/steps/src/data/checks/check.ts
/** True for a check that earlier runs are needed for. */
function isHistory(check) {
	return check.rule.kind === "history";
}
// packages/steps/src/data/checks/limit.ts
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
// packages/steps/src/data/report/verdict.ts
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
	if (measured.kind === "figure") {
		const { value, text, named, isFailing, isWarning = false, plots } = measured;
		const failing = isFailing ? 1n : 0n;
		const limited = statusOf(check.limits, failing, rows);
		const status = limited === "passed" && isWarning ? "warned" : limited;
		return {
			check,
			status,
			failing,
			rows,
			figure: {
				value,
				text,
				...named !== void 0 && { named },
				...plots && { plots }
			},
			message: status === "passed" ? void 0 : text
		};
	}
	const { failing } = measured;
	if (measured.kind === "table") return {
		check,
		status: statusOf(check.limits, failing, rows),
		failing,
		rows,
		message: measured.message
	};
	const looked = measured.rows ?? rows;
	const message = failing === 0n ? void 0 : rowsMessage(failing, looked, check.limits);
	const chosen = measured.rows === void 0 ? {} : { chosen: measured.rows };
	return {
		check,
		status: statusOf(check.limits, failing, looked),
		failing,
		rows: looked,
		...chosen,
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
	return `${failing} of ${plural(rows, "row")} (${percent$1(failing, rows)})${allowed}`;
}
/** A share for people: never 0 % or 100 % where it is not. */
function percent$1(part, whole) {
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
/** Checks of the table or of one figure: what fails them is no row. */
const ofNoRows = /* @__PURE__ */ new Set([
	"header",
	"present",
	"strict",
	"ordered",
	"row-count",
	"mean",
	"sum",
	"std",
	"quantile",
	"distinct",
	"distinct-share",
	"includes",
	"smallest",
	"largest",
	"most-common",
	"balance",
	"max-age",
	"drift",
	"leakage",
	"drift-of-all",
	"row-change",
	"same-columns",
	"history",
	"metric"
]);
/** True where what fails the check are rows. */
function isOfRows({ rule }) {
	return !ofNoRows.has(rule.kind);
}
// packages/steps/src/data/report/visibility.ts
/** For what is the same bytes for the same data. */
function forMachines({ showValues }, { pii }) {
	return {
		show: showValues,
		pii
	};
}
/** For what people read: values with personal data are tokens, under a key that nobody has any more. */
function forPeople({ showValues, piiKey }, { pii }) {
	const token = (value) => createHmac("sha256", piiKey).update(value).digest("hex").slice(0, 12);
	return {
		show: showValues,
		pii,
		token
	};
}
/** An expression may spell a column with other capitals than the checks file. */
function isPersonal(column, pii) {
	return [...pii].some((name) => name.toLowerCase() === column.toLowerCase());
}
/** What is found of one figure that is a value of the data itself, or as good as one. */
const ofOneValue$1 = /* @__PURE__ */ new Set([
	"quantile",
	"smallest",
	"largest",
	"max-age"
]);
/** A finding without its figure, where that would tell a value with personal data. */
function withheld(finding, pii) {
	const { check, figure, message, ...rest } = finding;
	const tellsValue = (check.rule.kind === "metric" ? check.rule.valuesOf ?? [] : ofOneValue$1.has(check.rule.kind) ? check.columns : []).some((name) => isPersonal(name, pii));
	if (figure === void 0 || !tellsValue) return finding;
	const told = "it is not; the figure is withheld, since it is a value of a column with personal data";
	return {
		check,
		...rest,
		message: message === void 0 ? void 0 : told
	};
}
/** A value of a column; a text that belongs to no column may hold those of every one. */
function see(column, value, { show, pii, token }) {
	const isPii = column === "" ? pii.size > 0 : isPersonal(column, pii);
	const visible = shown$2(value, show);
	if (visible === void 0 || isPii && column === "") return { kind: "none" };
	if (visible === null || value === null) return { kind: "null" };
	if (!isPii) return {
		kind: "text",
		text: visible
	};
	return token === void 0 ? { kind: "pii" } : {
		kind: "pii",
		token: token(value)
	};
}
/** The edges of bins are values of the data, some of them: the least and the greatest. */
function areEdgesSeen(column, { show, pii }) {
	return show !== "none" && !isPersonal(column, pii);
}
/** The same in words: `"-3"`, `null`, `pii 3f9a01c2d4e5`; undefined where nothing may be said. */
function seenText(seen) {
	switch (seen.kind) {
		case "none": return;
		case "null": return "null";
		case "text": return JSON.stringify(seen.text);
		case "pii": return seen.token === void 0 ? "withheld" : `pii ${seen.token}`;
	}
}
// packages/steps/src/data/sources/digest.ts
/** The sha256 of a file. */
async function digestFile({ name, path, digest }, signal) {
	if (digest !== void 0) return digest;
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
function combineDigests(digests) {
	return sha256(digests.map((digest) => `${digest}\n`).join(""));
}
/** The sha256 of text or bytes, as `sha256:…`. */
function sha256(content) {
	return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
// packages/steps/src/data/sources/cell-types.ts
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
function readText$1(cell, type, formats) {
	if (type === void 0 || type === "string") return cell;
	if (formats !== void 0 && (type === "date" || type === "timestamp")) return `coalesce(${formats.map((format) => readFormat(cell, type, format)).join(", ")})`;
	if (type === "timestamp") return readTimestamp(cell);
	return `CASE WHEN regexp_full_match(${cell}, '${patterns[type]}') THEN TRY_CAST(${cell} AS ${engineTypes[type]}) END`;
}
/** `ISO8601` is a day or a timestamp; everything else is a format of strptime, without an offset in UTC. */
function readFormat(cell, type, format) {
	const engineType = engineTypes[type];
	if (format !== "ISO8601") return `CAST(try_strptime(${cell}, ${quote(format)}) AS ${engineType})`;
	return `coalesce(CAST(${readText$1(cell, "date")} AS ${engineType}), CAST(${readTimestamp(cell)} AS ${engineType}))`;
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
/** True where values of two types of the engine can be compared as what they are. */
function isAlike(one, other) {
	const [a, b] = [typeOfNative(one), typeOfNative(other)];
	return one === other || a !== "other" && b !== "other" && (fits(a, b) || fits(b, a));
}
// packages/steps/src/data/sources/table.ts
const nothingRejected = {
	count: 0n,
	samples: [],
	records: async () => []
};
/** A source of which nothing can be read. */
function unreadableTable(source, unreadable) {
	const never = () => {
		throw new Error(`"${source.entry}" cannot be read`);
	};
	return {
		source,
		columns: [],
		repeated: [],
		unreadable,
		mostRows: 0,
		isText: true,
		readings: [],
		scan: never,
		scanFile: never,
		text: (cell) => cell,
		typed: (cell) => cell,
		rejected: async () => nothingRejected,
		locate: async () => /* @__PURE__ */ new Map()
	};
}
// packages/steps/src/data/sources/parquet/partitions.ts
/** What stands in a path for a value that is not there, since Hive. */
const noValue = "__HIVE_DEFAULT_PARTITION__";
/** True where the path of a file has columns: as declared, else where the entry itself names a key. */
function arePartitions(entry, format, declared) {
	if (format === "parquet" || format === "arrow") return declared ?? /(^|\/)[^/=]+=[^/]*\//.test(entry);
	if (declared !== true) return false;
	throw new StepError("SOURCE_INVALID", {
		message: `the source "${entry}" has hive-partitions, and is ${format}`,
		fix: "write hive-partitions: true under sources, for entries that are Parquet or Arrow"
	});
}
/** The columns that the folders of a file tell, `year=2024/region=eu/`: text, or what is declared where the value is of that type. */
async function partitionColumns(engine, { name }, types) {
	const columns = [];
	for (const [, key = "", value = ""] of name.matchAll(/(?<=^|\/)([^/=]+)=([^/]*)(?=\/)/g)) columns.push(await columnOf(engine, plain$1(key), value, types.get(plain$1(key))));
	return columns;
}
async function columnOf(engine, name, value, type) {
	const text = value === noValue ? "NULL::VARCHAR" : quote(plain$1(value));
	const sql = readText$1(text, type);
	const [row] = await engine.query(`SELECT typeof(${sql}) AS native, (${sql}) IS NULL AS gone`);
	return row?.gone !== true || value === noValue ? {
		name,
		native: String(row?.native),
		sql
	} : {
		name,
		native: "VARCHAR",
		sql: text
	};
}
/** Writers escape as in an address what no path may have. */
function plain$1(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
// packages/steps/src/data/sources/parquet/parquet-table.ts
/** Opens the files of a Parquet source: reads their footers. Columns of a path are read as what `types` says. */
async function openParquet(engine, source, types) {
	const unreadable = [];
	const found = /* @__PURE__ */ new Map();
	for (const file of source.files) try {
		const own = source.isPartitioned ? await partitionColumns(engine, file, types) : [];
		const others = await fileColumns(engine, file);
		found.set(file, [...others.filter(({ name }) => !own.some((column) => column.name === name)), ...own]);
	} catch (error) {
		if (!isFooterError(error)) throw error;
		unreadable.push({
			file: file.name,
			reason: `is no Parquet file that can be read: ${error.message}`
		});
	}
	const columns = columnsOf$2(found);
	const mixed = new Set(columns.filter(isMixed).map(({ name }) => name));
	return {
		source,
		columns,
		repeated: [],
		unreadable,
		mostRows: await mostRowsOf$1(engine, [...found.keys()]),
		isText: false,
		readings: ["strict"],
		scan: (names) => select$1({
			found,
			mixed
		}, names, source.files, ""),
		scanFile: (file, names) => select$1({
			found,
			mixed
		}, names, [file], ", file_row_number + 1 AS rn"),
		text: (cell) => `CAST(${cell} AS VARCHAR)`,
		typed: typedValue,
		rejected: async () => nothingRejected,
		locate: async (_file, rows) => new Map(rows.map((row) => [row, { row }]))
	};
}
/** Only the footer was read: whatever the engine says but that it could not open the file is about what stands there. */
function isFooterError(error) {
	if (isDataError(error)) return true;
	if (!(error instanceof EngineError)) return false;
	return error.type === "IO" && !/^(Cannot|Could not) open|^No files/.test(error.message) || [
		"INTERNAL",
		"Not implemented",
		"Binder"
	].includes(error.type);
}
/** Values have their type already; enums and UUIDs are compared as text. */
function typedValue(cell, type) {
	return type === "string" ? `CAST(${cell} AS VARCHAR)` : cell;
}
async function fileColumns(engine, { path }) {
	return (await engine.query(`DESCRIBE SELECT * FROM ${reader$2([{ path }])}`)).map((row) => ({
		name: String(row.column_name),
		native: String(row.column_type)
	}));
}
/** What the footers say, all at once; no verdict stands on it, and where one is damaged the reading tells. */
async function mostRowsOf$1(engine, files) {
	if (files.length === 0) return 0;
	const paths = files.map(({ path }) => quote(path)).join(", ");
	try {
		const [row] = await engine.query(`SELECT sum(num_rows) AS rows FROM parquet_file_metadata([${paths}])`);
		return Number(row?.rows);
	} catch (error) {
		if (!isFooterError(error)) throw error;
		return Number.POSITIVE_INFINITY;
	}
}
function columnsOf$2(found) {
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
/** True for a column whose types in the files cannot be compared. */
const isMixed = ({ native, otherTypes }) => otherTypes.some((other) => !isAlike(native, other.native));
/** Files with the same columns are read in one go; a column that a file lacks is null there. */
function select$1({ found, mixed }, columns, files, extra) {
	return [...Map.groupBy(files, (file) => JSON.stringify(found.get(file) ?? []))].map(([key, members]) => {
		const has = new Map(JSON.parse(key).map((column) => [column.name, column]));
		return `SELECT ${[
			...columns.map((name, at) => {
				const column = has.get(name);
				if (column !== void 0 && column.sql === void 0) assertRead(members, name);
				const cell = column === void 0 ? "NULL" : column.sql ?? identifier(name);
				return `${mixed.has(name) ? `CAST(${cell} AS VARCHAR)` : cell} AS k${at}`;
			}),
			"true AS good",
			"false AS blank"
		].join(", ")}${extra} FROM ${reader$2(members)}`;
	}).join(" UNION ALL ");
}
/** A column that was left in S3 is a hole in the file, and a hole must never pass for data. */
function assertRead(files, name) {
	const partly = files.find(({ digest }) => digest?.part !== void 0 && !digest.part.columns.includes(name));
	if (partly !== void 0) throw new Error(`the column "${name}" of "${partly.name}" was not fetched`);
}
function reader$2(files) {
	return `read_parquet([${files.map(({ path }) => quote(path)).join(", ")}], hive_partitioning = false)`;
}
// packages/steps/src/data/sources/plain/file-fault.ts
/** Why no plain text can be made of a file: a finding, and no mistake of the user or of ours. */
var FileFault = class extends Error {
	name = "FileFault";
};
// packages/steps/src/data/sources/plain/compression.ts
const endings = {
	".gz": "gzip",
	".zst": "zstd"
};
/** How a file is compressed, by the last ending of its name. */
function compressionOf(name) {
	return Object.entries(endings).find(([ending]) => name.toLowerCase().endsWith(ending))?.[1];
}
/** The name that a file has once it is unpacked. */
function unpackedName(name) {
	return compressionOf(name) === void 0 ? name : name.slice(0, name.lastIndexOf("."));
}
/**
* The plain bytes of a file, as they come; FileFault where it is damaged, cut off or followed by something else. A file may
* have several members (gzip) or frames (zstd): zlib takes one frame and is silent of the rest, so it is started again behind it.
*/
async function* unpacked(path, compression, signal) {
	const { size } = await stat(path);
	let consumed = 0;
	do {
		const unpacker = create(compression);
		const packed = createReadStream(path, {
			start: consumed,
			highWaterMark: 1 << 18,
			signal
		});
		packed.on("error", (error) => unpacker.destroy(error));
		packed.pipe(unpacker);
		try {
			yield* unpacker;
		} catch (cause) {
			signal.throwIfAborted();
			throw isDamage(cause) ? new FileFault(reasonOf$2(cause, compression, consumed), { cause }) : cause;
		} finally {
			packed.destroy();
			unpacker.destroy();
		}
		const taken = unpacker.bytesWritten;
		if (taken === 0 || compression === "gzip" && consumed + taken < size) throw new FileFault(`has bytes behind its end that are not ${compression}`);
		consumed += taken;
	} while (consumed < size);
}
function create(compression) {
	const options = { chunkSize: 1 << 18 };
	if (compression === "gzip") return zlib$1.createGunzip(options);
	assertZstd();
	return zlib$1.createZstdDecompress(options);
}
/** The command runs on Node 22 as well, where zstd came with 22.15. */
function assertZstd() {
	if ("createZstdDecompress" in zlib$1) return;
	throw new StepError("SOURCE_INVALID", {
		message: `this Node, ${process.version}, cannot read zstd`,
		fix: "run ml-ci with Node 24, or compress with gzip"
	});
}
function isDamage(cause) {
	return cause instanceof Error && "code" in cause && /^(Z_|ZSTD_)/.test(String(cause.code));
}
function reasonOf$2(cause, compression, consumed) {
	if (cause.code === "Z_BUF_ERROR") return `is cut off: its ${compression} has no end`;
	if (cause.code === "ZSTD_error_prefix_unknown" && consumed > 0) return `has bytes behind its end that are not ${compression}`;
	return `cannot be unpacked as ${compression}: ${describeError(cause)}`;
}
// packages/steps/src/data/sources/sources.ts
const formats = {
	".csv": "csv",
	".tsv": "csv",
	".parquet": "parquet",
	".feather": "arrow",
	".arrow": "arrow",
	".jsonl": "jsonl",
	".ndjson": "jsonl"
};
/** The format by the ending of a name, before that of its compression. */
function formatByName(name) {
	return formats[extname(unpackedName(name)).toLowerCase()];
}
/** True where the columns of a format have types of their own. */
function hasTypes(format) {
	return format !== "csv" && format !== "jsonl";
}
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
	const found = [...new Set(files.map(({ name }) => formatByName(name)))];
	const [format] = found;
	if (format !== void 0 && found.length === 1) return format;
	throw new StepError("SOURCE_INVALID", {
		message: found.length > 1 ? `the files of the source "${entry}" are of several formats` : `the format of the source "${entry}" is not known by its name`,
		fix: "write format: csv, parquet, jsonl or arrow for it in the checks file, or list one source a format"
	});
}
/** Copies the files whose names the engine would take for patterns into the spill folder. */
async function stage(source, spill) {
	const files = await Promise.all(source.files.map(async (file) => {
		if (!/[*?[\]{}\\]/.test(file.path)) return file;
		spill.take((await stat(file.path)).size, source.entry);
		const folder = join(spill.folder, "staged");
		await mkdir(folder, {
			recursive: true,
			mode: 448
		});
		const path = join(folder, spill.next());
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
/** The size of files, all together. */
async function bytesOf(files) {
	return (await Promise.all(files.map(async ({ path }) => (await stat(path)).size))).reduce((sum, size) => sum + size, 0);
}
/** True where something is at a path. */
async function isThere(path) {
	return stat(path).then(() => true, () => false);
}
const byCodeUnit = (a, b) => a < b ? -1 : a > b ? 1 : 0;
// packages/steps/src/data/sources/text/csv-dialect.ts
/** The dialect of a source; RFC 4180 unless the checks file says otherwise. */
function dialectOf(source, csv) {
	return {
		delimiter: csv?.delimiter ?? (source.isTabbed ? "	" : ","),
		quote: csv?.quote === false ? void 0 : csv?.quote ?? "\"",
		nulls: csv?.null ?? [""],
		names: csv?.header === void 0 || csv.header === true ? void 0 : csv.header
	};
}
// packages/steps/src/data/sources/text/csv-header.ts
const largestHeader = 1 << 20;
/** The names in the first record of a file: undefined for an empty file, or why they cannot be read. */
async function readHeader({ path, encoding = "UTF-8" }, dialect) {
	const bytes = await readStart(path);
	if (bytes.length === 0) return void 0;
	if (bytes.indexOf(0) !== -1 && bytes.indexOf(0) < 4) return { reason: "is not UTF-8: it looks like UTF-16" };
	const names = splitRecord(new TextDecoder("utf-8").decode(bytes), dialect);
	if (names === void 0) return { reason: "has a header without an end" };
	return names.some((name) => name.includes("�")) ? { reason: `has a header that is not ${encoding}` } : { names };
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
// packages/steps/src/data/sources/text/csv-line-ends.ts
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
// packages/steps/src/data/sources/text/csv-survey.ts
/** Looks through the bytes of all files, for as long as there is something to find out. */
async function surveyOf(files, dialect) {
	const found = {
		isUnquoted: true,
		hasOpenEnds: false
	};
	for (const { path } of files) await look(path, dialect, found);
	return found;
}
async function look(path, { quote, delimiter }, found) {
	const separator = delimiter.charCodeAt(0);
	const ends = ["\n", "\r"].map((end) => Buffer.from(delimiter + end));
	let isBehindSeparator = false;
	for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
		if (quote !== void 0 && found.isUnquoted && chunk.includes(quote.charCodeAt(0))) found.isUnquoted = false;
		const isSplit = isBehindSeparator && (chunk[0] === 10 || chunk[0] === 13);
		if (!found.hasOpenEnds && (isSplit || ends.some((end) => chunk.includes(end)))) found.hasOpenEnds = true;
		if (!found.isUnquoted && found.hasOpenEnds) return;
		isBehindSeparator = chunk.at(-1) === separator;
	}
	if (isBehindSeparator) found.hasOpenEnds = true;
}
// packages/steps/src/data/sources/text/records.ts
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
/** Counts the rows of a file, and names up to `limit` of those with a fault. */
async function countRows(path, options, limit) {
	const openEnded = {
		count: 0,
		places: []
	};
	const torn = {
		count: 0,
		places: []
	};
	const counter = new RecordCounter(options, [], []);
	const scanner = new RecordScanner(options);
	const onRecord = (line, isBlank, extra, isTorn) => {
		counter.add(line, isBlank);
		if (extra !== 1 && !isTorn || counter.rows === 0) return;
		const fault = isTorn ? torn : openEnded;
		fault.count += 1;
		if (fault.places.length < limit) fault.places.push({
			row: counter.rows,
			line
		});
	};
	const stream = createReadStream(path, { highWaterMark: 1 << 20 });
	for await (const chunk of stream) scanner.scan(chunk, onRecord);
	const line = scanner.openLine;
	scanner.end(onRecord);
	const open = line === void 0 ? void 0 : {
		row: counter.rows,
		line
	};
	return {
		rows: counter.rows,
		open,
		openEnded,
		torn
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
const [lineFeed$1, carriageReturn$1, quoteByte, separator, space] = [
	1,
	2,
	3,
	4,
	5
];
/** Where in a cell the scanner is: a quote opens only at its start, or again behind one that has just closed, which spaces may follow. */
const [atStart, inPlain, inQuotes, behindQuote, behindSpace] = [
	0,
	1,
	2,
	3,
	4
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
	#separators = 0;
	#isBehindSeparator = false;
	#isTorn = false;
	#cells;
	constructor({ delimiter, quote, cells }) {
		this.#cells = cells;
		this.#kinds[10] = lineFeed$1;
		this.#kinds[13] = carriageReturn$1;
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
			if (kind === lineFeed$1 || kind === carriageReturn$1) {
				state = this.#newline(kind, state, onRecord);
				continue;
			}
			this.#isBlank = false;
			this.#isBehindReturn = false;
			this.#isBehindSeparator = kind === separator && state !== inQuotes;
			if (state === inQuotes) state = kind === quoteByte ? behindQuote : inQuotes;
			else if (kind === separator) {
				state = atStart;
				this.#separators += 1;
			} else if (kind === quoteByte && (state === atStart || state === behindQuote)) state = inQuotes;
			else if (kind === space && state !== inPlain) state = state === atStart ? atStart : behindSpace;
			else {
				if (state >= behindQuote) this.#isTorn = true;
				state = inPlain;
			}
		}
		this.#state = state;
	}
	/** A last record without an end of line. */
	end(onRecord) {
		if (!this.#isBlank) onRecord(this.#start, false, this.#extra, this.#isTorn);
		this.#isBlank = true;
	}
	get #extra() {
		return this.#isBehindSeparator ? this.#separators + 1 - this.#cells : 0;
	}
	#newline(kind, state, onRecord) {
		const isSecondHalf = kind === lineFeed$1 && this.#isBehindReturn;
		this.#isBehindReturn = kind === carriageReturn$1;
		if (isSecondHalf) return state;
		this.#line += 1;
		if (state === inQuotes) return state;
		onRecord(this.#start, this.#isBlank, this.#extra, this.#isTorn);
		this.#isBlank = true;
		this.#isBehindSeparator = false;
		this.#isTorn = false;
		this.#separators = 0;
		this.#start = this.#line;
		return atStart;
	}
};
// packages/steps/src/data/sources/text/rejects.ts
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
		reason: reasonOf$1(row, file),
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
function reasonOf$1(row, { encoding = "UTF-8" }) {
	const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(String(row.message));
	switch (row.type) {
		case "MISSING COLUMNS":
		case "TOO MANY COLUMNS": return counts ? `has ${counts[2]} ${counts[2] === "1" ? "cell" : "cells"}, not ${counts[1]}` : "has too few or too many cells";
		case "UNQUOTED VALUE": return "has a quote that is not closed, or text behind a closed one";
		case "INVALID ENCODING": return `is not ${encoding}`;
		case "LINE SIZE OVER MAXIMUM": return "is longer than 2 MB";
		default: return withoutValues(String(row.message).split("\n")[0] ?? "cannot be read");
	}
}
// packages/steps/src/data/sources/text/csv-table.ts
/** Opens the files of a CSV source. Only their headers are read here. */
async function openCsv(source, csv, id) {
	const dialect = dialectOf(source, csv);
	const groups = [];
	const unreadable = [];
	for (const file of source.files) {
		const header = dialect.names === void 0 ? await readHeader(file, dialect) : { names: dialect.names };
		if (header !== void 0 && "reason" in header) unreadable.push({
			file: file.name,
			reason: header.reason
		});
		else if (header !== void 0) join$1(groups, header.names, file);
	}
	const { isUnquoted, hasOpenEnds } = await surveyOf(source.files, dialect);
	const opened = {
		source,
		groups,
		dialect,
		id,
		hasOpenEnds
	};
	const headers = groups.map(({ header }) => header);
	return {
		source,
		columns: columnsOf$1(source, groups),
		repeated: [...new Set(headers.flatMap((names) => names.filter((name, at) => names.indexOf(name) !== at)))],
		unreadable,
		mostRows: await mostRowsOf(groups),
		isText: true,
		readings: isUnquoted ? ["strict", "lenient"] : ["lenient"],
		scan: (columns, reading) => scanGroups(opened, columns, reading),
		scanFile: (file, columns) => scanFile(groups, dialect, columns, file),
		text: (cell) => cell,
		typed: readText$1,
		rejected: (engine, scanned) => rejected$1(engine, opened, scanned),
		diagnose: () => diagnose(source, dialect),
		locate: (file, rows, { records }) => locate(groups, dialect, file, rows, records)
	};
}
/** Each cell takes the byte that ends it. */
async function mostRowsOf(groups) {
	const each = groups.map(async ({ header, files }) => await bytesOf(files) / Math.max(1, header.length));
	return (await Promise.all(each)).reduce((sum, rows) => sum + Math.ceil(rows), 0);
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
		return selectGroup(group, columns, reader$1(group, dialect, group.files, how));
	});
	return selects.length === 0 ? emptyScan(columns) : selects.join(" UNION ALL ");
}
function scanFile(groups, dialect, columns, file) {
	const group = groups.find(({ files }) => files.includes(file));
	if (group === void 0) return emptyScan(columns);
	return selectGroup(group, columns, reader$1(group, dialect, [file], "ignore_errors = true, parallel = false"), ", row_number() OVER () AS rn");
}
function emptyScan(columns) {
	return `SELECT ${[
		...columns.map((_, at) => `NULL::VARCHAR AS k${at}`),
		"true AS good",
		"true AS blank",
		"0::BIGINT AS rn"
	].join(", ")} WHERE false`;
}
function reader$1(group, dialect, files, options) {
	const columns = group.header.map((_, at) => `'c${at}': 'VARCHAR'`).join(", ");
	const quoting = quote(dialect.quote ?? "");
	return `read_csv([${files.map(({ path }) => quote(path)).join(", ")}], auto_detect = false, columns = {${columns}},
    header = ${dialect.names === void 0}, delim = ${quote(dialect.delimiter)}, quote = ${quoting}, escape = ${quoting},
    nullstr = [${dialect.nulls.map(quote).join(", ")}], allow_quoted_nulls = false, hive_partitioning = false,
    compression = 'none', ${options})`;
}
async function rejected$1(engine, opened, { reading, good, limit }) {
	if (reading === "strict") return opened.hasOpenEnds ? await untold(opened, {
		good,
		told: 0n,
		limit
	}) : nothingRejected;
	const { source, groups, dialect, id } = opened;
	const parts = [];
	for (const [index, group] of groups.entries()) {
		const find = async (path, records) => (await locateRows(path, recordOptions(group, dialect), [], records)).rejected;
		parts.push(await readRejects(engine, tables(id, index), source.files, find, limit));
	}
	const told = combineRejects(parts, limit);
	return combineRejects([told, await untold(opened, {
		good,
		told: told.count,
		limit
	})], limit);
}
/**
* What the engine lost or took without a word: it drops a record whose quote stays open, takes a row with one empty cell too
* many, and some with text behind a closed quote (all seen in DuckDB 1.5). The rows are counted a second time, by the line
* ends outside quotes; where the numbers differ nobody knows what the rows are.
*/
async function untold({ source, groups, dialect }, { good, told, limit }) {
	const open = [];
	const faults = [];
	let rows = 0n;
	for (const group of groups) {
		const cells = group.header.length;
		for (const { path, name } of group.files) {
			const counted = await countRows(path, recordOptions(group, dialect), limit);
			rows += BigInt(counted.rows);
			if (counted.open) open.push({
				file: name,
				...counted.open,
				reason: openQuote
			});
			faults.push(faulty(name, counted.openEnded, `has ${cells + 1} cells, not ${cells}`));
			if (told === 0n) faults.push(faulty(name, counted.torn, "has text behind a closed quote"));
		}
	}
	const found = combineRejects(faults, limit);
	if (rows === good + told) return found;
	const reason = `its quotes can be read in several ways: it has ${plural(rows, "row")} by its line ends, and the engine finds ${good + told}`;
	const samples = open.length > 0 ? open : [{
		file: source.entry,
		reason
	}];
	return combineRejects([found, {
		...nothingRejected,
		count: distance(rows, good + told),
		samples
	}], limit);
}
const openQuote = "has a quote that is not closed";
const distance = (a, b) => a > b ? a - b : b - a;
function faulty(file, { count, places }, reason) {
	return {
		...nothingRejected,
		count: BigInt(count),
		samples: places.map((place) => ({
			file,
			...place,
			reason
		}))
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
		skipsBlank: group.header.length > 1,
		cells: group.header.length
	};
}
const tables = (id, index) => [`errors_${id}_${index}`, `scans_${id}_${index}`];
// packages/steps/src/data/sources/text/jsonl-table.ts
/** Every line is a record, blank ones too: the number of a row is that of its line. */
const options$1 = {
	delimiter: "",
	quote: void 0,
	hasHeader: false,
	skipsBlank: false,
	cells: 1
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
		mostRows: Math.ceil(await bytesOf(source.files) / 3),
		isText: true,
		readings: ["strict", "lenient"],
		scan: (columns, reading) => select(columns, lines(source.files, how(reading))),
		scanFile: (file, columns) => select(columns, numbered(file), ", rn"),
		text: asText$1,
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
	return `SELECT line FROM ${reader(files, extra)} WHERE ${isNotBlank}`;
}
function numbered(file) {
	return `SELECT line, rn FROM (SELECT line, row_number() OVER () AS rn FROM ${reader([file], "ignore_errors = true, parallel = false")}) WHERE ${isNotBlank}`;
}
function reader(files, extra) {
	return `read_csv([${files.map(({ path }) => quote(path)).join(", ")}], auto_detect = false,
    columns = {'line': 'VARCHAR'}, header = false, delim = '\x1f', quote = '', escape = '', max_line_size = 4194304,
    buffer_size = 33554432, hive_partitioning = false, compression = 'none', ${extra})`;
}
/** All keys are taken out of a line in one go. */
function select(columns, from, extra = "") {
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
function asText$1(cell) {
	return `json_extract_string(${cell}, '$')`;
}
function typedJson(cell, type, formats) {
	if (type === void 0) return asText$1(cell);
	return `CASE WHEN json_type(${cell}) IN (${kinds[type]}) THEN ${readText$1(asText$1(cell), type, formats)} END`;
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
// packages/steps/src/data/leakage/figures.ts
/** What `hits`, the rows guessed right by a column, make of it: `most` of all `rows` have the most common label. */
function tellingOf(column, hits, { most, rows }) {
	const better = hits > most ? hits - most : 0n;
	return {
		column,
		rows: Number(better),
		share: Number(better) / Number(rows - most)
	};
}
const mostNamed = 20;
const mostCharacters = 60;
/** What a check says of its columns: the figure is that of the most telling one. */
function foundOf(all, { range: { max } }) {
	const columns = all.toSorted((a, b) => b.share - a.share);
	const [first = {
		column: "",
		rows: 0,
		share: 0
	}] = columns;
	const above = columns.filter(({ share }) => share > max);
	return {
		kind: "figure",
		value: first.share,
		isFailing: above.length > 0,
		text: textOf$1(first, above, max),
		plots: [{
			kind: "columns",
			columns: columns.slice(0, mostNamed)
		}]
	};
}
function textOf$1(first, above, max) {
	const told = ({ column, share }, verb) => `${quoted(column)}${verb} in ${percent(share, max)}`;
	if (first.share === 0) return "no column tells more than that value does";
	if (above.length === 0) return told(first, " tells the most,");
	const named = above.slice(0, mostNamed).map((each, at) => told(each, at === 0 ? " tells it" : ""));
	const left = above.length - named.length;
	return [...named, ...left > 0 ? [`and ${left} more`] : []].join(", ");
}
function quoted(name) {
	const characters = [...name];
	return `"${characters.length > mostCharacters ? `${characters.slice(0, mostCharacters).join("")}…` : name}"`;
}
/** Four digits, or more where those would put it on the other side of the limit, or make it all of the rows. */
function percent(share, max) {
	const isTrue = (short) => short / 100 > max === share > max && short === 100 === (share === 1);
	return `${[
		4,
		8,
		12
	].map((digits) => Number((share * 100).toPrecision(digits))).find(isTrue) ?? share * 100} %`;
}
// packages/steps/src/data/leakage/guesses.ts
/** Classes that are guessed from neighbours: those of the most common labels. */
const orderedClasses = 20;
/** Values on either side whose rows are the neighbours of a row. */
const reach = 5;
/**
* The SQL of `hits`, the rows guessed right, and `named`, how many values there are. A row is guessed from the others with
* its value, by the most common class among them. That is right for all rows of the first class where it has two more than
* the second, and for no row otherwise: ties and rows alone are wrong.
*/
function guessedByValue(pairs) {
	const ranked = `SELECT v, n, row_number() OVER (PARTITION BY v ORDER BY n DESC) AS place FROM ${pairs}`;
	const first = (place) => `max(CASE WHEN place = ${place} THEN n ELSE 0 END)`;
	return `SELECT sum(CASE WHEN top - below >= 2 THEN top ELSE 0 END) AS hits, count(v) AS named
    FROM (SELECT v, ${first(1)} AS top, ${first(2)} AS below FROM (${ranked}) GROUP BY v)`;
}
/**
* The SQL of `hits` where a row is guessed from the others with its value and with the five values before and after it: right
* where more than half of them are of its class. Nulls have no neighbours, and neither have NaN.
*/
function guessedInOrder(pairs, classes, { sql, isNaN: unordered }) {
	const part = `CASE WHEN v IS NULL THEN 1${unordered === void 0 ? "" : ` WHEN ${unordered} THEN 2`} ELSE 0 END`;
	const each = Array.from({ length: Math.min(classes, orderedClasses) }, (_, at) => at);
	const values = `SELECT part, v, CAST(sum(n) AS BIGINT) AS a, ${each.map((at) => `CAST(sum(CASE WHEN l = ${at} THEN n ELSE 0 END) AS BIGINT) AS c${at}`).join(", ")}
    FROM (SELECT ${part} AS part, ${sql} AS v, l, n FROM ${pairs}) GROUP BY part, v`;
	const near = (column) => `sum(${column}) OVER (PARTITION BY part ORDER BY v ROWS BETWEEN ${reach} PRECEDING AND ${reach} FOLLOWING)`;
	const sums = each.map((at) => `${near(`c${at}`)} AS w${at}`);
	return `SELECT sum(${each.map((at) => `CASE WHEN 2 * (w${at} - 1) > w - 1 THEN c${at} ELSE 0 END`).join(" + ")}) AS hits FROM (SELECT *, ${near("a")} AS w, ${sums.join(", ")} FROM (${values}))`;
}
// packages/steps/src/data/leakage/label.ts
/** Labels of numbers or times with more values than this are put into quarters. */
const fewLabels = 20;
/** More labels than this are no classes. */
const mostLabels = 1e3;
/** The classes of a label, or why there are none. */
async function classesOf(reader, label, minRows) {
	const { query } = reader;
	const [all] = await query(`SELECT count(*) AS labels, sum(n) AS total, max(n) AS most FROM ${label.counts}`);
	const [labels, rows, most] = [
		Number(all?.labels),
		whole(all?.total),
		whole(all?.most)
	];
	if (rows < BigInt(minRows)) return { reason: `${rows} of its rows ${rows === 1n ? "has" : "have"} a label, and ${minRows} are needed` };
	if (labels < 2) return { reason: "every label is the same" };
	const quarters = labels > fewLabels ? await quartersOf(reader, label) : void 0;
	if (quarters !== void 0) return {
		...quarters,
		rows
	};
	if (labels > mostLabels) return { reason: `it has more than ${mostLabels} different labels` };
	const name = reader.tableName("classes");
	await reader.keep(name, `SELECT value, row_number() OVER (ORDER BY n DESC, value) - 1 AS class FROM ${label.counts}`);
	return {
		rowsOf: (from) => `SELECT rows.*, classes.class AS l FROM (SELECT *, ${label.value} AS label FROM ${from}) AS rows
        JOIN ${name} AS classes ON classes.value = rows.label`,
		count: labels,
		rows,
		most
	};
}
/**
* Quarters of the labels by their order; undefined where one of them is no number. Rows of one label are in one quarter: that
* in which the middle of them lies.
*/
async function quartersOf({ query }, { value, counts, number }) {
	if (number === void 0) return void 0;
	const numbers = `(SELECT ${number("value")} AS x, n FROM ${counts})`;
	const [none] = await query(`SELECT count(*) AS n FROM ${numbers} WHERE x IS NULL`);
	if (whole(none?.n) > 0n) return void 0;
	const placed = `SELECT x, n, 2 * sum(n) OVER (ORDER BY x) - sum(n) OVER (PARTITION BY x) AS middle, 2 * sum(n) OVER () AS twice FROM ${numbers}`;
	const quarters = await query(`SELECT quarter, min(x) AS least, sum(n) AS n FROM (SELECT x, n, ${[
		1,
		2,
		3
	].map((at) => `CASE WHEN 4 * middle >= ${at} * twice THEN 1 ELSE 0 END`).join(" + ")} AS quarter FROM (${placed}))
     GROUP BY quarter ORDER BY quarter`);
	const edges = quarters.slice(1).map(({ least }, at) => `WHEN ${number("label")} < ${double(Number(least))} THEN ${at}`);
	return {
		rowsOf: (from) => `SELECT *, CASE ${edges.join(" ")} ELSE ${edges.length} END AS l
        FROM (SELECT *, ${value} AS label FROM ${from}) WHERE label IS NOT NULL`,
		count: quarters.length,
		most: quarters.map(({ n }) => whole(n)).reduce((a, b) => a > b ? a : b)
	};
}
/** Of no rows engines count NULL. */
const whole = (value) => BigInt(String(value ?? 0));
// packages/steps/src/data/leakage/leakage-probe.ts
/** A column with at most so many values has no need of neighbours. */
const fewValues$1 = 20;
/** Columns that are kept at once. */
const keptTogether = 30;
/** How far the columns of a source give its label away. */
function leakageProbe(rule, leakage) {
	return {
		asks: [],
		async tell(_known, reader) {
			const classes = await classesOf(reader, leakage.label, rule.minRows);
			if ("reason" in classes) return {
				kind: "unmeasured",
				reason: classes.reason
			};
			const found = [];
			const size = leakage.isReadWhole ? keptTogether : 1;
			for (let at = 0; at < leakage.features.length; at += size) found.push(...await tellEach(reader, classes, leakage.features.slice(at, at + size), leakage));
			return foundOf(found, rule);
		}
	};
}
async function tellEach(reader, classes, features, { isReadWhole }) {
	const rows = `SELECT l, ${features.map(({ value }, at) => `${value} AS v${at}`).join(", ")}, blank FROM (${classes.rowsOf(reader.rows)})`;
	const copy = reader.tableName("cells");
	if (isReadWhole) await reader.keep(copy, rows);
	const found = [];
	for (const [at, feature] of features.entries()) {
		const pairs = reader.tableName("pairs");
		const from = isReadWhole ? copy : `(${rows})`;
		await reader.keep(pairs, `SELECT v${at} AS v, l, count(*) AS n FROM ${from} GROUP BY v${at}, l`);
		const hits = await bestHits(reader, pairs, classes, feature);
		found.push(tellingOf(feature.name, hits, classes));
		await reader.forget(pairs);
	}
	if (isReadWhole) await reader.forget(copy);
	return found;
}
/** The rows that the better of two guesses tells: by the rows of the same value, or by the neighbours of that. */
async function bestHits(reader, pairs, { count }, { orders }) {
	const [byValue] = await reader.query(guessedByValue(pairs));
	const hits = whole(byValue?.hits);
	const order = whole(byValue?.named) > BigInt(fewValues$1) ? await orderOf(reader, pairs, orders) : void 0;
	if (order === void 0) return hits;
	const [inOrder] = await reader.query(guessedInOrder(pairs, count, order));
	const ordered = whole(inOrder?.hits);
	return ordered > hits ? ordered : hits;
}
async function orderOf(reader, pairs, orders) {
	for (const order of orders) {
		if (order.holds === void 0) return order;
		const [row] = await reader.query(`SELECT count(*) AS n FROM ${pairs} WHERE v IS NOT NULL AND NOT (${order.holds})`);
		if (whole(row?.n) === 0n) return order;
	}
}
// packages/steps/src/data/measure/columns.ts
/** Why a column does not hold what is declared, where its file says so; undefined where it does, or where cells decide. */
function mismatch(table, name, plan) {
	const column = table.columns.find((candidate) => candidate.name === name);
	const declared = plan.types.get(name);
	if (column?.type === void 0) return void 0;
	if (declared === void 0) {
		const unlike = column.otherTypes.find(({ native }) => !isAlike(column.native, native));
		return unlike && `is ${column.native}, and ${unlike.native} in "${unlike.file}"`;
	}
	if (!fits(declared, column.type)) return `is ${column.native}, not ${declared}`;
	const other = column.otherTypes.find(({ native }) => !fits(declared, typeOfNative(native)));
	return other && `is ${other.native} in "${other.file}", not ${declared}`;
}
/** SQL does not tell capitals from small letters where only one name is meant. */
function spelled(name, known) {
	if (known.includes(name)) return name;
	const same = [...new Set(known.filter((candidate) => candidate.toLowerCase() === name.toLowerCase()))];
	return same.length === 1 ? same[0] ?? name : name;
}
/** Why a check of these columns cannot be measured: one is not there, or not what is declared. */
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
/** Why a check of these columns cannot be measured where one of them is not there. */
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
/** What is wrong with the columns of a table as such. */
function columnProblem(check, kind, table) {
	const names = table.columns.map(({ name }) => name);
	switch (kind) {
		case "header": return table.repeated.length === 0 ? void 0 : `names that stand twice: ${listed$2(table.repeated)}`;
		case "present": return presenceProblem(check.columns[0] ?? "", table.columns);
		case "strict": {
			const extra = names.filter((name) => !check.columns.includes(name));
			return extra.length === 0 ? void 0 : `columns that are not listed: ${listed$2(extra)}`;
		}
		case "ordered": {
			const there = names.filter((name) => check.columns.includes(name));
			const wanted = check.columns.filter((name) => names.includes(name));
			return there.join("\0") === wanted.join("\0") ? void 0 : `the order is ${listed$2(there)}`;
		}
	}
}
function presenceProblem(name, columns) {
	const column = columns.find((candidate) => candidate.name === name);
	if (column === void 0) return `there is no column "${name}"; there are ${listed$2(columns.map((each) => each.name)) || "none"}`;
	if (column.missingFrom.length === 0) return void 0;
	return `no column "${name}" in ${listed$2(column.missingFrom)}`;
}
function listed$2(names) {
	const shown = names.slice(0, 20).map((name) => `"${name}"`).join(", ");
	return names.length > 20 ? `${shown}, … (${names.length})` : shown;
}
// packages/steps/src/data/measure/probe.ts
/** A value of the rows that a check looks at; null in all others. */
function inScope(value, { scope, isPart }) {
	return isPart ? `CASE WHEN ${scope} THEN ${value} END` : value;
}
// packages/steps/src/data/measure/bind-leakage.ts
/** How far the columns of the source give one of them away. */
function bindLeakage(check, rule, target, binding, expressions) {
	const { table, plan } = binding;
	const names = featuresOf(rule, binding);
	const named = {
		...check,
		columns: [rule.label, ...names]
	};
	const missing = unmeasured(named, [rule.label], table, plan) ?? unmeasured(named, names, table, plan);
	if (missing !== void 0) return missing;
	if (names.length === 0) return {
		kind: "unmeasured",
		check: named,
		reason: "there is no other column",
		isAllowed: false
	};
	return {
		kind: "probe",
		check: named,
		probe: leakageProbe(rule, {
			label: labelColumn(rule.label, target, binding),
			features: names.map((name) => featureOf(name, binding)),
			isReadWhole: table.isText
		}),
		expressions
	};
}
/** Those that are named, less those that may be absent and are; or all others. */
function featuresOf({ label, features, except }, { table, plan }) {
	const there = table.columns.map(({ name }) => name);
	return (features?.filter((name) => there.includes(name) || !plan.optional.has(name)) ?? there).filter((name) => name !== label && !except.includes(name));
}
function labelColumn(name, target, binding) {
	const { projection, dialect, table, counts } = binding;
	const type = typeOf(name, binding);
	const cell = `t${projection.place(name)}`;
	const scoped = (sql) => `CASE WHEN ${target.scope} THEN ${sql} END`;
	switch (type) {
		case "integer":
		case "number": {
			const value = inScope(projection.number(name), target);
			return {
				value,
				counts: counts.want(value),
				number: (x) => x
			};
		}
		case "date":
		case "timestamp": {
			const value = scoped(`CAST(${dialect.epochMs(cell)} AS DOUBLE)`);
			return {
				value,
				counts: counts.want(value),
				number: (x) => x
			};
		}
		case void 0: {
			const value = scoped(cell);
			return {
				value,
				counts: counts.want(value),
				number: finite
			};
		}
		default: {
			const value = scoped(cell);
			return {
				value,
				counts: counts.want(value)
			};
		}
	}
	function finite(text) {
		const number = table.typed(text, "number");
		return `CASE WHEN ${dialect.isFinite(number)} THEN ${number} END`;
	}
}
function featureOf(name, binding) {
	const { projection, dialect, table } = binding;
	const at = projection.place(name);
	const value = `t${at}`;
	switch (typeOf(name, binding)) {
		case "other": return {
			name,
			value: `k${at} IS NOT NULL`,
			orders: []
		};
		case "boolean": return {
			name,
			value,
			orders: []
		};
		case "integer":
		case "date":
		case "timestamp":
		case "string": return {
			name,
			value,
			orders: [{ sql: "v" }]
		};
		case "number": return {
			name,
			value,
			orders: [{
				sql: "v",
				isNaN: dialect.isNaN("v")
			}]
		};
		case void 0: {
			const number = table.typed("v", "number");
			return {
				name,
				value,
				orders: [{
					sql: number,
					isNaN: dialect.isNaN(number),
					holds: `${number} IS NOT NULL`
				}, { sql: "v" }]
			};
		}
	}
}
/** Undefined for text of which nothing is declared. */
function typeOf(name, { table, plan }) {
	return plan.types.get(name) ?? table.columns.find((column) => column.name === name)?.type;
}
// packages/steps/src/data/measure/bind-sql.ts
/** The SQL of an expression over the cells of the scan, and the check with the columns that it names. */
async function bindSql(check, text, binding) {
	const expression = binding.expressions.get(text);
	if (expression === void 0) throw new Error(`the expression of "${check.name}" was not parsed`);
	return bindParsed(check, expression, binding);
}
/** The same of what was parsed. */
async function bindParsed(check, expression, { table, plan, projection, dialect }) {
	const columns = expression.columns.map((name) => spelled(name, [...table.columns.map((column) => column.name), ...plan.types.keys()]));
	const named = {
		...check,
		columns
	};
	const missing = unmeasured(named, columns, table, plan);
	if (missing !== void 0) return missing;
	const places = new Map(expression.columns.map((name, at) => {
		const column = columns[at] ?? name;
		const native = table.columns.find((one) => one.name === column)?.native;
		return [name, {
			sql: `t${projection.place(column)}`,
			native
		}];
	}));
	const written = await dialect.expression(expression, places);
	if (written.ok) return {
		sql: `(${written.sql})`,
		check: named
	};
	throw new StepError("CHECK_SQL_FORBIDDEN", {
		message: `an expression of "${check.name}" (line ${check.line} of the checks file) ${written.reason}`,
		fix: "write it with what means the same in Athena (docs/athena.md)"
	});
}
/** The columns that an expression needs a type for, and has none. */
function untyped(expression, types) {
	return expression.valued.filter((name) => !types.has(spelled(name, [...types.keys()])));
}
// packages/steps/src/data/measure/ask-quantiles.ts
/**
* Quantiles of `x`, the earliest that they can be asked for: at once where so many rows are no matter, otherwise once the
* numbers are counted, since what is known of the size of a file is far above what it has.
*/
function askQuantiles(x, places, { most, rows }) {
	const ask = (values) => places.map((at) => ({
		x,
		at,
		values
	}));
	if (rows <= most / 4) return [() => ask(rows)];
	const count = `count(${x})`;
	return [() => [count], (known) => ask(known.number(count) ?? 0)];
}
// packages/steps/src/data/measure/figure-probes.ts
/** How one figure of a column is measured: `value` is what is in its cells, `number` the finite number there. */
function figureProbe(target, rule, cells, { counts, nowMs, native, numbers }) {
	const number = () => inScope(cells.number(), target);
	const value = () => `CASE WHEN ${target.scope} THEN ${cells.value()} END`;
	switch (rule.kind) {
		case "sum":
		case "mean": return sumProbe(number(), rule, target.dialect);
		case "std": return stdProbe(number(), rule.range, target.dialect);
		case "quantile": return quantileProbe(number(), rule, numbers);
		case "distinct": return aggregateProbe$1(`count(DISTINCT ${value()})`, rule.range, (value) => plural(value, "different value"));
		case "smallest":
		case "largest": return aggregateProbe$1(`CAST(${rule.kind === "smallest" ? "min" : "max"}(${number()}) AS DOUBLE)`, rule.range, (value) => `is ${shown$1(value, rule.range)}`);
		case "distinct-share": return distinctShareProbe(value(), rule.range);
		case "includes": return includesProbe(value(), rule.values, (one) => target.dialect.literal(one, native));
		case "most-common":
		case "balance": return shareProbe(counts.want(value()), rule);
		case "max-age": return ageProbe(target.dialect.epochMs(`max(${value()})`), rule.ms, nowMs);
	}
}
function aggregateProbe$1(ask, range, tell) {
	return {
		asks: [() => [ask]],
		tell: (known) => figure(known.number(ask), range, tell)
	};
}
function quantileProbe(x, { at, range }, numbers) {
	return {
		asks: askQuantiles(x, [at], numbers),
		tell: (known) => figure(known.number({
			x,
			at
		}), range, (value) => `is ${shown$1(value, range)}`)
	};
}
function distinctShareProbe(value, range) {
	const [distinct, all] = [`count(DISTINCT ${value})`, `count(${value})`];
	return {
		asks: [() => [distinct, all]],
		tell(known) {
			const total = known.number(all) ?? 0;
			return figure(total === 0 ? void 0 : (known.number(distinct) ?? 0) / total, range, (found) => `${percentOf(found)} of the values are different`);
		}
	};
}
/** The figure is how many of the values occur; it must be all of them. */
function includesProbe(value, values, literal) {
	const wanted = [...new Set(values.map(literal))];
	return aggregateProbe$1(`count(DISTINCT ${value}) FILTER (WHERE ${value} IN (${wanted.join(", ")}))`, { min: wanted.length }, (found) => `${found} of ${wanted.length} values occur`);
}
function sumProbe(x, rule, dialect) {
	return {
		asks: [() => rangeOf(x), (known) => askSum(x, known, dialect)],
		tell(known) {
			const sum = sumOf(x, known, dialect);
			const n = known.number(`count(${x})`) ?? 0;
			return figure(sum === void 0 ? void 0 : sum / (rule.kind === "mean" ? n : 1), rule.range, (found) => `is ${shown$1(found, rule.range)}`);
		}
	};
}
function stdProbe(x, range, dialect) {
	return {
		asks: [() => rangeOf(x), (known) => askSquares(x, known, dialect)],
		tell: (known) => figure(deviationOf(x, known, dialect)?.std, range, (value) => `is ${shown$1(value, range)}`)
	};
}
/** The share of the most common value, or of each. */
function shareProbe(counts, { kind, range }) {
	return {
		asks: [],
		async tell(_known, reader) {
			const [all] = await reader.query(`SELECT count(*) AS classes, CAST(coalesce(sum(n), 0) AS ${reader.dialect.whole}) AS total, max(n) AS most, min(n) AS least FROM ${counts}`);
			const [classes, total] = [Number(all?.classes), Number(all?.total)];
			if (total === 0) return figure(void 0, range, String);
			const [most, least] = [Number(all?.most) / total, Number(all?.least) / total];
			if (kind === "most-common") return figure(most, range, (found) => `${percentOf(found)} of the values are the same`);
			return balance({
				classes,
				most,
				least
			}, range, await extremes(reader, counts));
		}
	};
}
function balance({ classes, most, least }, range, names) {
	const isLow = range.min !== void 0 && least < range.min;
	const value = isLow || range.max === void 0 ? least : most;
	const name = value === least ? names.rarest : names.commonest;
	return {
		kind: "figure",
		value,
		isFailing: isLow || range.max !== void 0 && most > range.max,
		text: `${plural(classes, "value")}, the ${value === least ? "rarest" : "most common"} in ${percentOf(value)}`,
		named: name
	};
}
async function extremes(reader, counts) {
	const text = "CAST(value AS VARCHAR)";
	const least = reader.dialect.valueOfLeast;
	const [row] = await reader.query(`SELECT ${least(text, ["n", text])} AS rarest, ${least(text, ["-n", text])} AS commonest FROM ${counts}`);
	return {
		rarest: String(row?.rarest),
		commonest: String(row?.commonest)
	};
}
function ageProbe(newest, mostMs, nowMs) {
	return {
		asks: [() => [newest]],
		tell: (known) => {
			const at = known.number(newest);
			return figure(at === void 0 ? void 0 : nowMs - at, {
				min: -864e5,
				max: mostMs
			}, (age) => age < 0 ? `the newest is ${formatDuration(-age)} in the future` : `the newest is ${formatDuration(age)} old`);
		}
	};
}
/** A figure in its range or not; not measured where there is none. */
function figure(value, range, tell) {
	if (value === void 0 || Number.isNaN(value)) return {
		kind: "unmeasured",
		reason: "it has too few values"
	};
	return {
		kind: "figure",
		value,
		isFailing: isOutside(value, range),
		text: tell(value)
	};
}
/** A number for people: six digits, or all where those would put it on the other side of a bound. */
function shown$1(value, range) {
	const short = Number(value.toPrecision(6));
	return String(isOutside(short, range) === isOutside(value, range) ? short : value);
}
function isOutside(value, { min, max }) {
	return min !== void 0 && value < min || max !== void 0 && value > max;
}
function percentOf(share) {
	return `${Number((share * 100).toPrecision(4))} %`;
}
// packages/steps/src/data/measure/metric-values.ts
/** What a type of an engine is to aggregates. Athena tells some of them in words of its own. */
function classOf(native) {
	if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(native)) return "integer";
	if (/^DECIMAL\b/.test(native)) return "decimal";
	if (/^(FLOAT|REAL|DOUBLE)$/.test(native)) return "float";
	const type = typeOfNative(native);
	if (type === "boolean") return "boolean";
	if (type === "string") return "text";
	return type === "date" || type === "timestamp" ? "time" : "other";
}
/** Why an aggregate is not taken of values of a type. */
function typeProblem({ name, x }, native) {
	const kind = classOf(native);
	const isNumber = kind === "integer" || kind === "decimal" || kind === "float";
	switch (name) {
		case "count": return;
		case "min":
		case "max": return x === void 0 || kind !== "other" ? void 0 : `has ${name} of ${native}`;
		case "count_if":
		case "bool_and":
		case "bool_or": return kind === "boolean" ? void 0 : `has ${name} of ${native}, which is not true or false`;
		default: return isNumber ? void 0 : `has ${name} of ${native}, which is no number`;
	}
}
/** The type of the value, given that of what the aggregate is of: one for all engines, so that they compute the same from it. */
function valueType({ name }, native) {
	switch (name) {
		case "count":
		case "count_if": return "BIGINT";
		case "bool_and":
		case "bool_or": return "BOOLEAN";
		case "avg":
		case "median":
		case "quantile_cont": return "DOUBLE";
		default: return plainType(native);
	}
}
function plainType(native) {
	switch (classOf(native)) {
		case "integer": return "HUGEINT";
		case "decimal": return `DECIMAL(38, ${/,\s*(\d+)\)/.exec(native)?.[1] ?? 0})`;
		case "float": return "DOUBLE";
		case "text": return "VARCHAR";
		default: return native.replace(/\(\d+\)/, "");
	}
}
/** How an aggregate is asked for. What depends on the order of rows in an engine is asked for in parts that do not. */
function aggregateProbe(aggregate) {
	const { name, isDistinct, x, rows } = aggregate;
	if (x === void 0) return counted$2(`count_if(${rows})`);
	const value = `CASE WHEN ${rows} THEN ${x} END`;
	switch (name) {
		case "count": return counted$2(`count(${isDistinct ? "DISTINCT " : ""}${value})`);
		case "count_if": return counted$2(`count_if(${rows} AND ${x})`);
		case "bool_and":
		case "bool_or": return asText(`${name}(${value})`, () => "BOOLEAN");
		case "min":
		case "max": return byClass(x, {
			float: extreme(name, aggregate, x),
			other: asText(`${name}(${value})`, (known) => plainType(known.typeOf(x)))
		});
		case "sum":
		case "avg": return byClass(x, {
			float: floatSum(name, aggregate, x),
			other: wholeSum(name, aggregate, {
				x,
				value
			})
		});
		case "median":
		case "quantile_cont": return quantile(aggregate, x);
	}
}
function byClass(x, { float, other }) {
	const of = (known) => classOf(known.typeOf(x)) === "float" ? float : other;
	return {
		asks: [0, 1].map((at) => (known) => of(known).asks[at]?.(known) ?? []),
		value: (known) => of(known).value(known)
	};
}
function counted$2(sql) {
	return {
		asks: [() => [sql]],
		value: (known) => ({
			type: "BIGINT",
			text: String(known.bigint(sql))
		})
	};
}
/** Exact in the engine: it comes as the text of the value. */
function asText(aggregate, type) {
	const sql = `CAST(${aggregate} AS VARCHAR)`;
	return {
		asks: [() => [sql]],
		value(known) {
			const text = textOf(known, sql);
			const plain = type(known);
			return {
				type: plain.startsWith("DECIMAL") && text !== null ? decimalOf(text) : plain,
				text
			};
		}
	};
}
function textOf(known, sql) {
	const value = known.value(sql);
	return value === null || value === void 0 ? null : String(value);
}
const decimalOf = (text) => `DECIMAL(38, ${text.split(".")[1]?.length ?? 0})`;
/** NaN is above every number in every engine. Zero has one sign: of two that are equal, either may be the least. */
function extreme(name, { rows, dialect }, x) {
	const double = `CAST(${x} AS DOUBLE)`;
	const noNumber = dialect.isNaN(double);
	const found = `${name}(CASE WHEN ${rows} AND NOT ${noNumber} THEN ${double} END)`;
	const nans = `count_if(${rows} AND ${noNumber})`;
	return {
		asks: [() => [found, nans]],
		value(known) {
			const number = known.number(found);
			return doubleOf(known.bigint(nans) > 0n && (name === "max" || number === void 0) ? NaN : number);
		}
	};
}
/** What JavaScript prints is read back as the same double. */
function doubleOf(value) {
	return {
		type: "DOUBLE",
		text: value === void 0 ? null : String(value === 0 ? 0 : value)
	};
}
/** The finite numbers, and how many are not. */
function finiteOf({ rows, dialect }, x) {
	const double = `CAST(${x} AS DOUBLE)`;
	const finite = dialect.isFinite(double);
	return {
		numbers: `CASE WHEN ${rows} AND ${finite} THEN ${double} END`,
		others: `count_if(${rows} AND NOT ${finite})`
	};
}
const notFinite = (name) => ({ reason: `${name} has NaN or infinities among its numbers; FILTER (WHERE isfinite(…)) leaves them out` });
function floatSum(name, aggregate, x) {
	const { dialect } = aggregate;
	const { numbers, others } = finiteOf(aggregate, x);
	return {
		asks: [() => [...rangeOf(numbers), others], (known) => askSum(numbers, known, dialect)],
		value(known) {
			if (known.bigint(others) > 0n) return notFinite(name);
			const sum = sumOf(numbers, known, dialect);
			if (sum === void 0) return doubleOf(void 0);
			return doubleOf(name === "sum" ? sum : sum / Number(known.bigint(`count(${numbers})`)));
		}
	};
}
/** All sums of some rows lie below this, so that none is beyond the engine on the way, in whichever order. */
const mostWhole = 10n ** 38n;
/** Whole numbers and decimals, whose sums are exact in the engine as long as they have 38 digits. */
function wholeSum(name, { dialect }, { x, value }) {
	const [count, least, most] = [
		`count(${value})`,
		`CAST(min(${value}) AS VARCHAR)`,
		`CAST(max(${value}) AS VARCHAR)`
	];
	const sumSql = (known) => {
		return `CAST(sum(${classOf(known.typeOf(x)) === "integer" ? `CAST(${value} AS ${dialect.whole})` : value}) AS VARCHAR)`;
	};
	const isInReach = (known) => {
		return [least, most].map((sql) => digitsOf(textOf(known, sql) ?? "0")).every((end) => (end < 0n ? -end : end) * known.bigint(count) < mostWhole);
	};
	return {
		asks: [() => [
			count,
			least,
			most
		], (known) => isInReach(known) ? [sumSql(known)] : []],
		value(known) {
			if (!isInReach(known)) return { reason: `the sum may have more than 38 digits; CAST to DOUBLE has less` };
			const text = textOf(known, sumSql(known));
			if (name === "avg") return doubleOf(text === null ? void 0 : Number(text) / Number(known.bigint(count)));
			return {
				type: classOf(known.typeOf(x)) === "integer" || text === null ? plainType(known.typeOf(x)) : decimalOf(text),
				text
			};
		}
	};
}
/** `-12.50` as −1250: decimals of a column have the same number of digits. */
const digitsOf = (text) => BigInt(text.replace(".", ""));
function quantile(aggregate, x) {
	const { name, at = .5, numbers: atOnce } = aggregate;
	const { numbers, others } = finiteOf(aggregate, x);
	const ask = {
		x: numbers,
		at
	};
	const [first, ...later] = askQuantiles(numbers, [at], atOnce);
	return {
		asks: [(known) => [...first?.(known) ?? [], others], ...later],
		value: (known) => known.bigint(others) > 0n ? notFinite(name) : doubleOf(known.number(ask))
	};
}
// packages/steps/src/data/measure/bind-metric.ts
/** What the engine says no to because of what the aggregates are; the rest is the machine. */
const ofValues = /* @__PURE__ */ new Set([
	"Binder",
	"Conversion",
	"Invalid Input",
	"Out of Range"
]);
/** Aggregates that are a value of the rows, or lie between two. */
const ofOneValue = /* @__PURE__ */ new Set([
	"min",
	"max",
	"median",
	"quantile_cont"
]);
/** Brings a metric together with the columns of its aggregates. */
async function bindMetric(check, rule, target, binding, expressions) {
	const metric = binding.metrics.get(rule.sql);
	if (metric === void 0) throw new Error(`the metric "${check.name}" was not parsed`);
	const aggregates = [];
	const [columns, valuesOf] = [/* @__PURE__ */ new Set(), /* @__PURE__ */ new Set()];
	const conditions = [...expressions];
	for (const { name, isDistinct, of, filter, at } of metric.aggregates) {
		let rows = target.scope;
		if (filter !== void 0) {
			const bound = await bindParsed(check, filter, binding);
			if ("kind" in bound) return bound;
			for (const column of bound.check.columns) columns.add(column);
			conditions.push(bound.sql);
			rows = `${rows} AND ${bound.sql}`;
		}
		const bound = of && await bindParsed(check, of, binding);
		if (bound !== void 0 && "kind" in bound) return bound;
		for (const column of bound?.check.columns ?? []) {
			columns.add(column);
			if (ofOneValue.has(name)) valuesOf.add(column);
		}
		aggregates.push({
			name,
			isDistinct,
			x: bound?.sql,
			rows,
			at,
			dialect: target.dialect,
			numbers: binding.numbers
		});
	}
	const probes = aggregates.map(aggregateProbe);
	return {
		kind: "probe",
		check: {
			...check,
			columns: [...columns],
			rule: {
				...rule,
				valuesOf: [...valuesOf]
			}
		},
		probe: metricProbe(metric, probes, rule),
		expressions: conditions,
		metric: {
			values: aggregates.flatMap(({ x }) => x ?? []),
			typeProblem: (known) => metricTypeProblem(metric, aggregates, known)
		}
	};
}
async function metricTypeProblem(metric, aggregates, known) {
	const natives = aggregates.map(({ x }) => x === void 0 ? "" : known.typeOf(x));
	for (const [at, aggregate] of aggregates.entries()) {
		const problem = typeProblem(aggregate, natives[at] ?? "");
		if (problem !== void 0) return problem;
	}
	const type = await metric.typeOf(aggregates.map((aggregate, at) => valueType(aggregate, natives[at] ?? "")));
	return ["integer", "number"].includes(typeOfNative(type)) ? void 0 : `is of type ${type}, not a number`;
}
/** All aggregates are read with those of the other checks; the figure is computed from their values, in one place for all engines. */
function metricProbe(metric, probes, rule) {
	return {
		asks: [0, 1].map((at) => (known) => probes.flatMap(({ asks }) => asks[at]?.(known) ?? [])),
		async tell(known) {
			const values = [];
			for (const probe of probes) {
				const value = probe.value(known);
				if ("reason" in value) return {
					kind: "unmeasured",
					reason: value.reason
				};
				values.push(value);
			}
			try {
				return told$1(await metric.valueOf(values), rule);
			} catch (error) {
				if (!(error instanceof EngineError) || !ofValues.has(error.type)) throw error;
				return {
					kind: "unmeasured",
					reason: `it cannot be computed: ${withoutValues(error.message)}`
				};
			}
		}
	};
}
function told$1(value, { range, isShare }) {
	const reason = reasonOf(value);
	if (value === null || reason !== void 0) return {
		kind: "unmeasured",
		reason: reason ?? ""
	};
	return figure(value, range, (found) => `is ${isShare ? shownShare(found, range) : shown$1(found, range)}`);
}
function reasonOf(value) {
	if (value === null) return "it is null, as of no values";
	if (Number.isNaN(value)) return "it is not a number, as 0 / 0";
	return Number.isFinite(value) ? void 0 : "it is infinite, as a division by zero";
}
function shownShare(value, { min, max }) {
	const hundredfold = (share) => Number((share * 100).toPrecision(15));
	const range = {
		...min !== void 0 && { min: hundredfold(min) },
		...max !== void 0 && { max: hundredfold(max) }
	};
	return `${shown$1(hundredfold(value), range)} %`;
}
// packages/steps/src/data/drift/axis.ts
/** The axis of a column of this type; what has none is compared by name. */
function axisOf(type) {
	switch (type) {
		case "integer":
		case "number": return "numbers";
		case "date": return "dates";
		case "timestamp": return "timestamps";
		default: return "names";
	}
}
/** What a standard deviation is at least, on the axis: 0.001 of a number (as in Evidently 0.7), of a day or of a second. */
const leastDeviation = {
	names: .001,
	numbers: .001,
	dates: .001,
	timestamps: 1e3
};
/** The place of a date or time in SQL; null for an infinite one. */
function placeOf(time, axis, dialect) {
	return axis === "timestamps" ? dialect.epochMicros(time) : `CAST(date_diff('day', DATE '1970-01-01', ${time}) AS DOUBLE)`;
}
/** A place as the engine returned it. */
function readPlace(value, axis) {
	return axis === "timestamps" ? BigInt(String(value)) : Number(value);
}
/** A place as SQL. */
function placeSql(place) {
	return typeof place === "bigint" ? `(${place})` : double(place);
}
/** `place - origin` in SQL, as a double; the difference of two timestamps is exact before that. */
function distanceSql(place, origin, axis, { whole }) {
	return axis === "timestamps" ? `CAST(CAST(${place} AS ${whole}) - CAST(${origin} AS ${whole}) AS DOUBLE)` : `(${place} - ${origin})`;
}
/** `high - low` */
function span(low, high) {
	return typeof low === "bigint" && typeof high === "bigint" ? Number(high - low) : Number(high) - Number(low);
}
/** A place for the reader: a number as it is, `2024-02-29`, `2024-02-29T12:00:00.000001Z`. */
function told(place, axis) {
	if (typeof place === "bigint") return timestampText(place);
	return axis === "dates" ? dateText(Math.ceil(place)) : place;
}
function dateText(days) {
	const date = /* @__PURE__ */ new Date(days * 864e5);
	return Number.isNaN(date.getTime()) ? `${days} days since 1970` : date.toISOString().split("T")[0] ?? "";
}
function timestampText(micros) {
	const rest = (micros % 1000000n + 1000000n) % 1000000n;
	const date = new Date(Number((micros - rest) / 1000n));
	if (Number.isNaN(date.getTime())) return `${micros} microseconds since 1970`;
	const fraction = rest === 0n ? "" : `.${String(rest).padStart(6, "0")}`;
	return date.toISOString().replace(".000Z", `${fraction}Z`);
}
// packages/steps/src/data/drift/categories.ts
/** Up to so many different values each is a category, as in Evidently 0.7. */
const mostCategories = 1e4;
/** Of more values the most common ones are, and all others are one category together. */
const mostCommon = 1e3;
/**
* A common value is in at least so many rows of both sides together. The psi of k categories without any drift is about
* k (1/n + 1/m), and here k is at most (n + m) / 50: with as many rows on either side that is 0.08, less than what warns.
*/
const leastRows$1 = 50;
/** A bin for each value, in the order of their text; of very many values for each common one, and one for the rest. */
async function categoryBins({ query }, pair) {
	const counted = `(SELECT value, CAST(sum(a) AS BIGINT) AS a, CAST(sum(b) AS BIGINT) AS b FROM (
       SELECT value, n AS a, 0 AS b FROM ${pair.current.from} UNION ALL SELECT value, 0, n FROM ${pair.reference.from}
     ) GROUP BY value)`;
	const binsOf = async (rest) => {
		return (await query(`SELECT CAST(value AS VARCHAR) AS name, a, b FROM ${counted} ${rest}`)).map(({ name, a, b }) => ({
			value: pair.axis === "names" ? String(name) : String(told(readPlace(name, pair.axis), pair.axis)),
			rows: Number(a),
			referenceRows: Number(b)
		}));
	};
	const bins = await binsOf(`ORDER BY name, value LIMIT 10001`);
	if (bins.length <= mostCategories) return { bins };
	const [all] = await query(`SELECT count(*) AS n FROM ${counted}`);
	return withOthers(await binsOf(`WHERE a + b >= ${leastRows$1} ORDER BY a + b DESC, name, value LIMIT ${mostCommon}`), pair, Number(all?.n));
}
function withOthers(common, { current, reference }, values) {
	if (common.length === 0) return {
		bins: [],
		note: `none of its ${values} different values is in ${leastRows$1} rows`
	};
	const sum = (key) => common.reduce((total, bin) => total + bin[key], 0);
	const [rows, referenceRows] = [sum("rows"), sum("referenceRows")];
	const all = current.rows + reference.rows;
	const share = percent$1(BigInt(rows + referenceRows), all);
	const others = {
		rows: Number(current.rows) - rows,
		referenceRows: Number(reference.rows) - referenceRows
	};
	return {
		bins: [...common, others],
		note: `over ${plural(common.length, "common value")} of ${values}, in ${share} of the rows, and all others as one`
	};
}
// packages/steps/src/data/drift/bins.ts
/** A column with at most so many values is compared value by value, numbers as well (as in Evidently 0.7). */
const fewValues = 20;
/** The bins of a column of ordered values; a bin for each value where the reference has few. */
async function orderedBins({ query }, pair, binning) {
	const { axis } = pair;
	const [distinct] = await query(`SELECT count(*) AS n FROM ${pair.reference.from}`);
	if (Number(distinct?.n) <= fewValues) return (await categoryBins({ query }, pair)).bins;
	const inner = (binning === "quantiles" ? await deciles({ query }, pair) : await equalEdges({ query }, pair)).slice(1, -1);
	const below = inner.map((edge, at) => `sum(n) FILTER (WHERE value < ${placeSql(edge)}) AS b${at}`);
	const rowsOf = async ({ from }) => {
		const [row] = await query(`SELECT ${[
			...below,
			"sum(n) AS total",
			"min(value) AS low",
			"max(value) AS high"
		].join(", ")} FROM ${from}`);
		const upTo = [...inner.map((_, at) => Number(row?.[`b${at}`] ?? 0)), Number(row?.total ?? 0)];
		return {
			low: readPlace(row?.low, axis),
			high: readPlace(row?.high, axis),
			rows: upTo.map((rows, at) => rows - (upTo[at - 1] ?? 0))
		};
	};
	const [current, reference] = [await rowsOf(pair.current), await rowsOf(pair.reference)];
	const [low, high] = [current.low < reference.low ? current.low : reference.low, current.high > reference.high ? current.high : reference.high];
	const ends = [
		low,
		...inner,
		high
	].map((place) => told(place, axis));
	return current.rows.map((rows, at) => ({
		from: ends[at] ?? 0,
		to: ends[at + 1] ?? 0,
		rows,
		referenceRows: reference.rows[at] ?? 0
	}));
}
/** The least value that at least a tenth, two tenths, … of the reference are not above; each once. */
async function deciles({ query }, { axis, reference }) {
	const tenths = Array.from({ length: 11 }, (_, at) => BigInt(at) * reference.rows);
	const [row] = await query(`SELECT ${tenths.map((least, at) => `min(value) FILTER (WHERE upto * 10 >= ${least}) AS q${at}`).join(", ")}
     FROM (SELECT value, sum(n) OVER (ORDER BY value) AS upto FROM ${reference.from})`);
	return [...new Set(tenths.map((_, at) => readPlace(row?.[`q${at}`], axis)))];
}
/** The values of the source and of the reference, as a FROM item. */
function both({ current, reference }) {
	return `(SELECT * FROM ${current.from} UNION ALL SELECT * FROM ${reference.from})`;
}
/** Bins of one width over both, as many as Sturges' rule gives: as NumPy 2 draws them. */
async function equalEdges({ query }, pair) {
	const [row] = await query(`SELECT min(value) AS low, max(value) AS high FROM ${both(pair)}`);
	const [low, high] = [readPlace(row?.low, pair.axis), readPlace(row?.high, pair.axis)];
	const range = span(low, high);
	const total = Number(pair.current.rows + pair.reference.rows);
	const bins = Math.max(1, Math.ceil(range / (range / (Math.log2(total) + 1))));
	return Array.from({ length: bins + 1 }, (_, at) => {
		if (at === bins) return high;
		const offset = at * (range / bins);
		return typeof low === "bigint" ? low + BigInt(Math.ceil(offset)) : low + offset;
	});
}
// packages/steps/src/data/drift/distances.ts
/** Numbers of 61 bits add up to the same in any order (measure/exact-sum.ts). */
const unit = double(2 ** 61);
/** Kolmogorov–Smirnov statistic: the greatest distance of the two distribution functions, 0 to 1. As in SciPy 1.17. */
async function kolmogorovSmirnov({ query, dialect }, pair) {
	const [row] = await query(`SELECT max(abs(d)) AS d FROM (${steps(pair, dialect)})`);
	return Number(row?.d) / Number(pair.current.rows * pair.reference.rows);
}
/**
* The first Wasserstein distance, as in SciPy 1.17, in standard deviations of the reference (n, not n − 1; at least
* `leastDeviation`), as in Evidently 0.7.
*/
async function wasserstein({ query, dialect }, pair) {
	const { toWhole } = dialect;
	const { axis, current, reference } = pair;
	const [ends] = await query(`SELECT min(value) AS low, max(value) AS high FROM ${both(pair)}`);
	const [low, high] = [readPlace(ends?.low, axis), readPlace(ends?.high, axis)];
	const range = span(low, high);
	if (range === 0) return 0;
	if (!Number.isFinite(range)) return NaN;
	const [area] = await query(`SELECT sum(${toWhole(`${`abs(CAST(d AS DOUBLE) / ${double(Number(current.rows * reference.rows))})`} * ${`(${distanceSql("next", "value", axis, dialect)} / ${double(range)})`} * ${unit}`)}) AS area
     FROM (${steps(pair, dialect)}) WHERE next IS NOT NULL`);
	const u = `(${distanceSql("value", placeSql(low), axis, dialect)} / ${double(range)})`;
	const [moments] = await query(`SELECT sum(${toWhole(`${u} * ${unit}`)} * n) AS first, sum(${toWhole(`${u} * ${u} * ${unit}`)} * n) AS second
     FROM ${reference.from}`);
	const n = reference.rows;
	const [first, second] = [BigInt(String(moments?.first)), BigInt(String(moments?.second))];
	const variance = Number((second * n << 61n) - first * first) / Number(n * n) / 2 ** 122;
	const std = Math.sqrt(Math.max(0, variance)) * range;
	return Number(BigInt(String(area?.area ?? 0))) / 2 ** 61 * range / Math.max(std, leastDeviation[axis]);
}
/**
* For each value the next one, and `d`: the distance of the two distribution functions there, times the rows of both sides,
* which is a whole number. Grouped first: the window alone runs out of memory with one thread.
*/
function steps({ current, reference }, { whole }) {
	const n = `CAST(n AS ${whole})`;
	return `SELECT value, sum(d) OVER (ORDER BY value) AS d, lead(value) OVER (ORDER BY value) AS next FROM (
    SELECT value, sum(d) AS d FROM (
      SELECT value, ${n} * ${reference.rows} AS d FROM ${current.from}
      UNION ALL SELECT value, -${n} * ${current.rows} FROM ${reference.from}) GROUP BY value)`;
}
// packages/steps/src/data/drift/measures.ts
/**
* Population stability index: Σ (r − c) ln(r / c) over the shares of the bins. An empty bin counts as a share of 0.0001, or
* a millionth of the smallest share where that is less, as in Evidently 0.7.
*/
function populationStability(counts) {
	const { current, reference } = shares$1(counts);
	const [filledCurrent, filledReference] = [filled(current), filled(reference)];
	return sum(filledReference.map((r, at) => (r - (filledCurrent[at] ?? 0)) * Math.log(r / (filledCurrent[at] ?? 0))));
}
/** Jensen–Shannon distance: the square root of the divergence, to the base e, from 0 to 0.833. As in SciPy 1.17. */
function jensenShannon(counts) {
	const { current, reference } = shares$1(counts);
	const parts = current.map((c, at) => {
		const r = reference[at] ?? 0;
		const mean = (c + r) / 2;
		return (entropy(c, mean) + entropy(r, mean)) / 2;
	});
	return Math.sqrt(Math.max(0, sum(parts)));
}
/** Cramér's V of the table with a row for the source and one for the reference: 0 to 1. As in SciPy 1.17, without correction. */
function cramersV(counts) {
	const used = counts.filter(({ rows, referenceRows }) => rows + referenceRows > 0);
	const totals = [sum(used.map(({ rows }) => rows)), sum(used.map(({ referenceRows }) => referenceRows))];
	const all = totals[0] + totals[1];
	const chiSquare = sum(used.map(({ rows, referenceRows }) => {
		const column = rows + referenceRows;
		const [e, f] = [column * totals[0] / all, column * totals[1] / all];
		return (rows - e) ** 2 / e + (referenceRows - f) ** 2 / f;
	}));
	return used.length < 2 ? 0 : Math.sqrt(chiSquare / all);
}
function shares$1(counts) {
	const [all, allReference] = [sum(counts.map(({ rows }) => rows)), sum(counts.map(({ referenceRows }) => referenceRows))];
	return {
		current: counts.map(({ rows }) => rows / all),
		reference: counts.map(({ referenceRows }) => referenceRows / allReference)
	};
}
function filled(parts) {
	const least = Math.min(...parts.filter((part) => part > 0));
	const fill = least <= 1e-4 ? least / 1e6 : 1e-4;
	return parts.map((part) => part === 0 ? fill : part);
}
const entropy = (p, q) => p === 0 ? 0 : p * Math.log(p / q);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
// packages/steps/src/data/drift/drift-probe.ts
/** Bars beyond these tell nobody anything. */
const mostBars = 20;
/** How far the values of a column have moved from those of the reference. */
function driftProbe(rule, { axis, current, reference, related }) {
	return {
		asks: [],
		async tell(_known, reader) {
			if (related.broken !== void 0) return {
				kind: "unmeasured",
				reason: related.broken
			};
			const pair = {
				axis,
				current: await sideOf(reader, current),
				reference: await sideOf(reader, reference)
			};
			const few = tooFew(pair, rule);
			if (few !== void 0) return {
				kind: "unmeasured",
				reason: few
			};
			const { bins, note } = await binsOf(reader, pair, rule);
			if (bins.length === 0) return {
				kind: "unmeasured",
				reason: note ?? ""
			};
			const figure = await figureOf(rule, reader, pair, bins);
			if (!Number.isFinite(figure)) return {
				kind: "unmeasured",
				reason: "its numbers are too far apart"
			};
			const { warn = Number.POSITIVE_INFINITY, fail = Number.POSITIVE_INFINITY } = rule;
			const told = `${rule.measure} is ${shown(figure, figure > warn ? fail : warn)}`;
			return {
				kind: "figure",
				value: figure,
				isFailing: figure > (rule.fail ?? warn),
				isWarning: figure > warn,
				text: note === void 0 ? told : `${told} ${note}`,
				plots: [plotOf(bins)]
			};
		}
	};
}
async function binsOf(reader, pair, rule) {
	return pair.axis === "names" ? await categoryBins(reader, pair) : { bins: await orderedBins(reader, pair, rule.bins) };
}
async function figureOf({ measure }, reader, pair, bins) {
	switch (measure) {
		case "psi": return populationStability(bins);
		case "jensen-shannon": return jensenShannon(bins);
		case "chi-square": return cramersV(bins);
		case "kolmogorov-smirnov": return await kolmogorovSmirnov(reader, pair);
		case "wasserstein": return await wasserstein(reader, pair);
	}
}
async function sideOf({ query }, from) {
	const [row] = await query(`SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM ${from}`);
	return {
		from,
		rows: BigInt(String(row?.n))
	};
}
function tooFew({ current, reference }, { minRows, source }) {
	for (const [rows, name] of [[current.rows, "the source"], [reference.rows, `"${source}"`]]) if (rows < minRows) return `${name} has ${plural(rows, "value")}, and drift is told from ${minRows}`;
}
/** The bins that are drawn: of many categories the most common ones, and the rest as one. */
function plotOf(bins) {
	const sum = (some, key) => some.reduce((total, bin) => total + bin[key], 0);
	const isNumeric = bins[0]?.value === void 0;
	const named = bins.filter(({ value }) => isNumeric || value !== void 0).toSorted((a, b) => isNumeric ? 0 : b.referenceRows + b.rows - a.referenceRows - a.rows);
	const drawn = isNumeric || bins.length <= mostBars ? named : named.slice(0, mostBars);
	const [rows, referenceRows] = [sum(bins, "rows"), sum(bins, "referenceRows")];
	const others = drawn.length === bins.length ? [] : [{
		rows: rows - sum(drawn, "rows"),
		referenceRows: referenceRows - sum(drawn, "referenceRows")
	}];
	return {
		kind: "bins",
		bins: [...drawn, ...others],
		rows,
		referenceRows
	};
}
/** A figure for people: three digits, or all where those would put it on the other side of the limit. */
function shown(value, max) {
	const short = Number(value.toPrecision(3));
	return String(short > max === value > max ? short : value);
}
// packages/steps/src/data/measure/row-probes.ts
/** Rows for which a condition is true break the check. */
function conditionProbe(target, condition) {
	const failing = `${target.scope} AND (${condition})`;
	return {
		asks: [() => [`count_if(${failing})`, ...scopeCount(target)]],
		tell: (known) => rows(target, known, known.bigint(`count_if(${failing})`), failing)
	};
}
/** Rows whose value occurs more than once break the check. */
function uniqueProbe(target, cell, { isRow, isInteger }) {
	const value = target.isPart ? `CASE WHEN ${target.scope} THEN ${cell} END` : cell;
	const repeats = `count(${value}) - count(DISTINCT ${value})`;
	const [all, different] = [`count(${value})`, { integers: value }];
	return {
		asks: [() => [...isInteger ? [all, different] : [repeats], ...scopeCount(target)]],
		async tell(known, reader) {
			const name = reader.tableName("duplicates");
			return rows(target, known, (isInteger ? known.bigint(all) === known.bigint(different) : known.bigint(repeats) === 0n) ? 0n : await keepDuplicates(reader, name, value, target.scope), `${target.scope} AND ${target.dialect.isIn(value, name, isRow)}`);
		}
	};
}
/** Keeps the values that occur more than once in a table of the engine, for the samples, and counts their rows. */
async function keepDuplicates(reader, name, value, scope) {
	await reader.keep(name, `SELECT ${value} AS value, count(*) AS rows, count(*) FILTER (WHERE blank) AS blanks
     FROM ${reader.rows} WHERE ${scope} AND ${value} IS NOT NULL GROUP BY 1 HAVING count(*) > 1`);
	const [row] = await reader.query(`SELECT coalesce(sum(rows), 0) AS failing FROM ${name}`);
	return BigInt(String(row?.failing));
}
/** Rows beyond a distance from the others break the check. The distance is known after one reading, or two. */
function outlierProbe(target, rule, number, numbers) {
	const x = inScope(number, target);
	const fences = rule.method === "iqr" ? quartileFences(x, rule.factor, numbers) : deviationFences(x, rule.factor, target.dialect);
	const condition = (known) => {
		const found = fences.of(known);
		if (found === void 0) return void 0;
		return `(${x}) < ${double(found.low)} OR (${x}) > ${double(found.high)}`;
	};
	const count = (known) => {
		const where = condition(known);
		return where === void 0 ? [] : [`count_if(${where})`];
	};
	return {
		asks: [...fences.asks.map((ask, at) => (known) => [...ask(known), ...at === 0 ? scopeCount(target) : []]), count],
		tell(known) {
			const where = condition(known);
			if (where === void 0) return {
				kind: "unmeasured",
				reason: "it has too few numbers"
			};
			return rows(target, known, known.bigint(`count_if(${where})`), `(${where})`);
		}
	};
}
function quartileFences(x, factor, numbers) {
	const [low, high] = [{
		x,
		at: .25
	}, {
		x,
		at: .75
	}];
	return {
		asks: askQuantiles(x, [low.at, high.at], numbers),
		of(known) {
			const [q1, q3] = [known.number(low), known.number(high)];
			if (q1 === void 0 || q3 === void 0) return void 0;
			return {
				low: q1 - factor * (q3 - q1),
				high: q3 + factor * (q3 - q1)
			};
		}
	};
}
function deviationFences(x, factor, dialect) {
	return {
		asks: [() => rangeOf(x), (known) => askSquares(x, known, dialect)],
		of(known) {
			const found = deviationOf(x, known, dialect);
			if (found === void 0) return void 0;
			return {
				low: found.mean - factor * found.std,
				high: found.mean + factor * found.std
			};
		}
	};
}
/** The share of failing rows is one of the rows that the check looks at. */
function scopeCount({ scope, isPart }) {
	return isPart ? [`count_if(${scope})`] : [];
}
function rows({ scope, isPart }, known, failing, condition) {
	return {
		kind: "rows",
		failing,
		condition,
		...isPart && { rows: known.bigint(`count_if(${scope})`) }
	};
}
// packages/steps/src/data/measure/bind-related.ts
/** How far the values of a column have moved from those of another source. */
async function bindDrift(check, rule, target, binding, expressions) {
	const related = relatedOf(rule.source, binding);
	const missing = missingFrom(check, check.columns, related, binding);
	if (missing !== void 0) return missing;
	const unlike = incomparable(check, check.columns, related, binding);
	if (unlike !== void 0) return unlike;
	const chosen = await relatedScope(check, related, binding);
	if ("kind" in chosen) return chosen;
	const [name = ""] = check.columns;
	const axis = axisOf(binding.plan.types.get(name) ?? nativeType(binding.table, name));
	const cellsOf = (projection, scope) => `CASE WHEN ${scope} THEN ${valueOn(axis, projection, name, target.dialect)} END`;
	return {
		kind: "probe",
		check,
		probe: driftProbe(rule, {
			axis,
			current: binding.counts.want(cellsOf(binding.projection, target.scope), countedAs(axis, name, binding.table, binding.plan)),
			reference: related.counts(cellsOf(related.projection, chosen.scope), countedAs(axis, name, related.table, binding.plan)),
			related
		}),
		expressions
	};
}
/** The drift of all columns, where there is none to compare. */
function bindNoDrift(check, source, binding) {
	const [unreadable] = relatedOf(source, binding).table.unreadable;
	return {
		kind: "unmeasured",
		check,
		reason: unreadable === void 0 ? `no column that is to be compared is in "${source}" as well` : `"${source}" cannot be read: ${unreadable.reason}`,
		isAllowed: false
	};
}
/** What of a column is compared, in SQL; null where it is left out, as infinite numbers and times are. */
function valueOn(axis, projection, name, dialect) {
	switch (axis) {
		case "names": return `t${projection.place(name)}`;
		case "numbers": return projection.number(name);
		case "dates":
		case "timestamps": return placeOf(`t${projection.place(name)}`, axis, dialect);
	}
}
/** The type of the engine that those values have, where many columns have it. */
function countedAs(axis, name, table, plan) {
	switch (axis) {
		case "names": return plan.types.get(name) === "string" || heldType(table, name, plan) === "VARCHAR" ? "text" : void 0;
		case "timestamps": return "whole";
		case "numbers":
		case "dates": return "double";
	}
}
/** Rows whose values must be, or must not be, in another source. */
function bindRelatedRows(check, rule, target, binding, expressions) {
	const related = relatedOf(rule.source, binding);
	const columns = rule.kind === "references" ? [rule.column] : check.columns;
	const missing = missingFrom(check, columns, related, binding);
	if (missing !== void 0) return missing;
	const unlike = incomparable(check, columns, related, binding) ?? withNaN(check, binding);
	if (unlike !== void 0) return unlike;
	const value = binding.projection.together(check.columns);
	const there = related.counts(`CASE WHEN good THEN ${related.projection.together(columns)} END`);
	const isThere = binding.dialect.isIn(value, there, check.columns.length > 1);
	return {
		kind: "probe",
		check,
		probe: whereReadable(related, conditionProbe(target, `${value} IS NOT NULL AND ${rule.kind === "references" ? "NOT " : ""}${isThere}`)),
		expressions
	};
}
/** Where NaN equals nothing, not even itself, a floating-point number cannot be looked up. */
function withNaN(check, { table, dialect }) {
	const isFloating = ({ name, native }) => check.columns.includes(name) && (native === "FLOAT" || native === "DOUBLE");
	const column = dialect.nanIsGreatest ? void 0 : table.columns.find(isFloating);
	if (column === void 0) return void 0;
	return {
		kind: "unmeasured",
		check,
		reason: `"${column.name}" is ${column.native}, and floating-point numbers are not looked up in Athena`,
		isAllowed: false
	};
}
/** What is told of the table as a whole against another one. */
function bindRelatedTable(check, rule, binding) {
	const related = relatedOf(rule.source, binding);
	if (rule.kind === "same-columns") return {
		kind: "decided",
		check,
		problem: columnChanges(binding.table, related.table)
	};
	return {
		kind: "probe",
		check,
		probe: whereReadable(related, {
			asks: [() => ["count_if(good)"]],
			tell(known) {
				const [rows, before] = [known.bigint("count_if(good)"), related.rows];
				if (before === 0n) return {
					kind: "unmeasured",
					reason: `"${rule.source}" has no rows`
				};
				const change = Number(rows - before) / Number(before);
				const percent = Number((Math.abs(change) * 100).toPrecision(4));
				const text = `${change === 0 ? "as many" : `${percent} % ${change < 0 ? "fewer" : "more"}`} rows: ${rows}, and ${before} in ${rule.source}`;
				return {
					kind: "figure",
					value: change,
					isFailing: Math.abs(change) > rule.max,
					text
				};
			}
		}),
		expressions: []
	};
}
/** Measured only where the other source can be read: its tables are not there otherwise. */
function whereReadable(related, probe) {
	return {
		asks: probe.asks.map((ask) => (known) => related.broken === void 0 ? ask(known) : []),
		tell: (known, reader) => related.broken === void 0 ? probe.tell(known, reader) : {
			kind: "unmeasured",
			reason: related.broken
		}
	};
}
function relatedOf(source, { related }) {
	const found = related.get(source);
	if (found === void 0) throw new Error(`"${source}" was not opened`);
	return found;
}
/** Why a check cannot be measured: a column is missing here or there, or holds something else. */
function missingFrom(check, columns, related, { table, plan }) {
	const here = unmeasured(check, check.columns, table, plan);
	if (here !== void 0 || related.table.unreadable.length > 0) return here;
	const there = columns === check.columns ? unmeasured(check, columns, related.table, plan) : absent(check, columns, related.table, plan);
	return there && {
		...there,
		reason: `${there.reason} in "${related.entry}"`,
		isAllowed: false
	};
}
/** Why values of here and there are not held against each other: the engine compares no text with a number. */
function incomparable(check, columns, related, { table, plan }) {
	for (const [at, name] of check.columns.entries()) {
		const other = columns[at] ?? name;
		const [here, there] = [heldType(table, name, plan), heldType(related.table, other, plan)];
		if (here === void 0 || there === void 0 || isAlike(here, there)) continue;
		return {
			kind: "unmeasured",
			check,
			reason: `"${name}" is ${here}, and "${other}" is ${there} in "${related.entry}"`,
			isAllowed: false
		};
	}
}
/** The engine's type of what a column is compared as; undefined where it is declared, and held against that. */
function heldType(table, name, plan) {
	if (plan.types.has(name)) return void 0;
	return table.isText ? "VARCHAR" : table.columns.find((column) => column.name === name)?.native;
}
async function relatedScope(check, related, { plan, expressions, dialect }) {
	if (check.where === void 0) return { scope: "good" };
	const { table, projection } = related;
	const chosen = await bindSql(check, check.where, {
		table,
		projection,
		plan,
		expressions,
		dialect
	});
	return "kind" in chosen ? chosen : { scope: `good AND ${chosen.sql}` };
}
function nativeType(table, name) {
	const native = table.columns.find((column) => column.name === name)?.native;
	return native === void 0 || native === "text" ? void 0 : typeOfNative(native);
}
function columnChanges(table, reference) {
	const of = ({ columns }) => new Map(columns.map(({ name, native }) => [name, native]));
	const [here, there] = [of(table), of(reference)];
	const changes = [
		...[...there].filter(([name]) => !here.has(name)).map(([name]) => `no "${name}"`),
		...[...here].filter(([name]) => !there.has(name)).map(([name]) => `"${name}" is new`),
		...[...here].flatMap(([name, native]) => {
			const before = there.get(name);
			return before === void 0 || before === native ? [] : [`"${name}" is ${native} and was ${before}`];
		})
	];
	return changes.length === 0 ? void 0 : changes.join(", ");
}
// packages/steps/src/data/measure/cell-condition.ts
/** SQL that is true for a cell that breaks the rule. `native` is `text` where the cells are text. */
function cellCondition(rule, at, native, dialect) {
	const isFloat = native === "text" || native === "FLOAT" || native === "DOUBLE";
	const type = native === "text" ? void 0 : native;
	const orNaN = (bound) => isFloat && bound.type === "number" ? ` OR ${dialect.isNaN(`t${at}`)}` : "";
	switch (rule.kind) {
		case "type": return `r${at} IS NOT NULL AND t${at} IS NULL`;
		case "nullable": return native === "text" ? `r${at} IS NULL` : `k${at} IS NULL`;
		case "finite": return isFloat ? `NOT ${dialect.isFinite(`t${at}`)}` : "false";
		case "min": return `t${at} < ${dialect.literal(rule.bound, type)}${orNaN(rule.bound)}`;
		case "above": return `t${at} <= ${dialect.literal(rule.bound, type)}${orNaN(rule.bound)}`;
		case "below": return `t${at} >= ${dialect.literal(rule.bound, type)}${dialect.nanIsGreatest ? "" : orNaN(rule.bound)}`;
		case "max": return `t${at} > ${dialect.literal(rule.bound, type)}${dialect.nanIsGreatest ? "" : orNaN(rule.bound)}`;
		case "in":
		case "not-in": {
			const values = rule.values.map((value) => dialect.literal(value, type)).join(", ");
			return `t${at} ${rule.kind === "in" ? "NOT IN" : "IN"} (${values})`;
		}
		case "matches": return `NOT ${dialect.matches(`t${at}`, rule.pattern)}`;
		case "length": {
			const { min = 0, max } = rule.range;
			return `length(t${at}) < ${min}${max === void 0 ? "" : ` OR length(t${at}) > ${max}`}`;
		}
	}
}
// packages/steps/src/data/measure/bind.ts
/** Brings a check together with the columns of the table. */
async function bind(check, binding) {
	const { table } = binding;
	const { rule } = check;
	if (table.unreadable.length > 0 && rule.kind !== "readable") return {
		kind: "unmeasured",
		check,
		reason: "the source cannot be read",
		isAllowed: true
	};
	switch (rule.kind) {
		case "readable": return {
			kind: "counted",
			check
		};
		case "row-count": return binding.isSample ? ofSample(check) : {
			kind: "counted",
			check
		};
		case "header":
		case "present":
		case "strict":
		case "ordered": return {
			kind: "decided",
			check,
			problem: columnProblem(check, rule.kind, table)
		};
		case "row-change": return binding.isSample ? ofSample(check) : bindRelatedTable(check, rule, binding);
		case "same-columns": return bindRelatedTable(check, rule, binding);
		case "drift-of-all": return bindNoDrift(check, rule.source, binding);
		case "history": throw new Error(`"${check.name}" is told from earlier runs`);
		default: return bindRows(check, rule, binding);
	}
}
/** How many rows there are is not known of a sample. */
function ofSample(check) {
	return {
		kind: "unmeasured",
		check,
		reason: "only a sample of the rows was read",
		isAllowed: true
	};
}
/** A check of rows, with the rows that it looks at. */
async function bindRows(check, rule, binding) {
	const { where } = check;
	const { dialect } = binding;
	if (where === void 0) return bindProbe(check, rule, {
		check,
		scope: "good",
		isPart: false,
		dialect
	}, binding, []);
	const chosen = await bindSql(check, where, binding);
	if ("kind" in chosen) return chosen;
	const target = {
		check,
		scope: `good AND ${chosen.sql}`,
		isPart: true,
		dialect
	};
	const bound = await bindProbe(check, rule, target, binding, [chosen.sql]);
	return bound.kind === "probe" ? {
		...bound,
		probe: readingScope(bound.probe, target)
	} : bound;
}
/** The same probe, and the first reading looks at what the rows are chosen by: an expression that fails there is told as such. */
function readingScope({ asks, tell }, { scope }) {
	const [first, ...others] = asks;
	return {
		asks: [(known) => [...first?.(known) ?? [], `count_if(${scope})`], ...others],
		tell
	};
}
async function bindProbe(check, rule, target, binding, expressions) {
	const { table, plan, projection } = binding;
	switch (rule.kind) {
		case "expression": {
			const found = await bindSql(check, rule.sql, binding);
			if ("kind" in found) return found;
			const probe = conditionProbe(target, `NOT ${found.sql}`);
			return {
				kind: "probe",
				check: found.check,
				probe,
				expressions: [...expressions, found.sql]
			};
		}
		case "metric": return bindMetric(check, rule, target, binding, expressions);
		case "unique": {
			const missing = unmeasured(check, check.columns, table, plan);
			const value = () => projection.together(check.columns, rule.nulls);
			const isRow = check.columns.length > 1 || rule.nulls === "equal";
			return missing ?? {
				kind: "probe",
				check,
				probe: uniqueProbe(target, value(), {
					isRow,
					isInteger: isManyIntegers(check, binding)
				}),
				expressions
			};
		}
		case "drift": return bindDrift(check, rule, target, binding, expressions);
		case "leakage": return bindLeakage(check, rule, target, binding, expressions);
		case "references":
		case "overlap": return bindRelatedRows(check, rule, target, binding, expressions);
		case "mean":
		case "std":
		case "sum":
		case "quantile":
		case "smallest":
		case "largest":
		case "distinct":
		case "distinct-share":
		case "includes":
		case "most-common":
		case "balance":
		case "max-age":
		case "outliers": {
			const missing = unmeasured(check, check.columns, table, plan);
			if (missing !== void 0) return missing;
			const [name = ""] = check.columns;
			const cells = {
				value: () => `t${projection.place(name)}`,
				number: () => projection.number(name)
			};
			return {
				kind: "probe",
				check,
				probe: rule.kind === "outliers" ? outlierProbe(target, rule, cells.number(), binding.numbers) : figureProbe(target, rule, cells, {
					...binding,
					native: nativeOf(table, name)
				}),
				expressions
			};
		}
		default: return bindCells(check, rule, target, binding, expressions);
	}
}
function bindCells(check, rule, target, { table, plan, projection, dialect }, expressions) {
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
		kind: "probe",
		check,
		probe: conditionProbe(target, cellCondition(rule, projection.place(name), table.isText ? "text" : native, dialect)),
		expressions
	};
}
/** The type of the engine that a column has; none where the cells are text. */
function nativeOf(table, name) {
	return table.isText ? void 0 : table.columns.find((column) => column.name === name)?.native;
}
/** From so many rows on it pays to look once more at a column by itself. */
const manyRows = 1e6;
/** True for one column of whole numbers of very many rows, where it can be read without the others. */
function isManyIntegers({ columns }, { table, numbers }) {
	const [name = "", ...others] = columns;
	const column = table.columns.find((candidate) => candidate.name === name);
	if (column === void 0 || others.length > 0 || table.isText || column.otherTypes.length > 0) return false;
	return numbers.rows >= manyRows && Number.isFinite(numbers.rows) && typeOfNative(column.native) === "integer";
}
// packages/steps/src/data/checks/draft.ts
/** Adds a check, with its line and its limits. */
function add(draft, { options, path, ...check }) {
	if (options[0] !== void 0) clash(draft, options[0], path);
	draft.checks.push({
		...check,
		limits: limitsOf(options),
		line: draft.lineOf(path, true),
		...telling$1(options)
	});
}
/** A check is described by itself; its rows, its owner and its tags it may have from its column. */
function telling$1(options) {
	const said = (key) => options.find((each) => each[key] !== void 0)?.[key];
	const description = options[0]?.description;
	const [where, owner] = [said("where"), said("owner")];
	const tags = [...new Set(options.flatMap((each) => each.tags ?? []))];
	return {
		...where === void 0 ? {} : { where },
		...description === void 0 ? {} : { description },
		...owner === void 0 ? {} : { owner },
		...tags.length === 0 ? {} : { tags }
	};
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
// packages/steps/src/data/checks/plan-figures.ts
const numeric = ["integer", "number"];
/** Plans the checks of a column that look at one figure of many rows. */
function planFigures(draft, column, type, path, put) {
	planMoments(draft, column, type, path, put);
	planCounts(column, put);
	planAge(draft, column, type, path, put);
	if (column.outliers === void 0) return;
	if (!numeric.includes(type)) mistake(draft, [...path, "outliers"], "is for columns of numbers");
	const { method, factor = method === "iqr" ? 1.5 : 3 } = plain(column.outliers);
	const demand = method === "iqr" ? `within ${factor} × the distance of the quartiles` : `within ${factor} × the standard deviation`;
	put("outliers", {
		kind: "outliers",
		method,
		factor
	}, demand, optionsOf(column.outliers));
}
function planMoments(draft, column, type, path, put) {
	for (const key of [
		"mean",
		"std",
		"sum",
		"smallest",
		"largest",
		"median"
	]) {
		const form = column[key];
		if (form === void 0) continue;
		if (!numeric.includes(type)) mistake(draft, [...path, key], "is for columns of numbers");
		const range = defined(plain(form));
		put(key, key === "median" ? {
			kind: "quantile",
			at: .5,
			range
		} : {
			kind: key,
			range
		}, describeRange(range), optionsOf(form));
	}
	for (const [at, form] of Object.entries(column.quantiles ?? {})) {
		if (!numeric.includes(type)) mistake(draft, [...path, "quantiles"], "is for columns of numbers");
		const range = defined(plain(form));
		put("quantiles", {
			kind: "quantile",
			at: Number(at),
			range
		}, describeRange(range), optionsOf(form), at);
	}
}
function planCounts(column, put) {
	if (column.distinct !== void 0) {
		const raw = plain(column.distinct);
		const range = defined(typeof raw === "number" ? {
			min: raw,
			max: raw
		} : raw);
		const demand = `${describeRange(range)} different values`;
		put("distinct", {
			kind: "distinct",
			range
		}, demand, optionsOf(column.distinct));
	}
	if (column["most-common"] !== void 0) {
		const most = plain(column["most-common"]);
		put("most-common", {
			kind: "most-common",
			range: { max: shareOf(most) }
		}, `one value in at most ${most} of the rows`, optionsOf(column["most-common"]));
	}
	if (column.balance !== void 0) {
		const { range, words } = shares(plain(column.balance));
		const demand = `each value in ${words} of the rows`;
		put("balance", {
			kind: "balance",
			range
		}, demand, optionsOf(column.balance));
	}
	if (column["distinct-share"] !== void 0) {
		const { range, words } = shares(plain(column["distinct-share"]));
		const demand = `${words} of the values are different`;
		put("distinct-share", {
			kind: "distinct-share",
			range
		}, demand, optionsOf(column["distinct-share"]));
	}
}
function shares({ min, max }) {
	return {
		range: {
			...min === void 0 ? {} : { min: shareOf(min) },
			...max === void 0 ? {} : { max: shareOf(max) }
		},
		words: [min && `at least ${min}`, max && `at most ${max}`].filter(Boolean).join(", ")
	};
}
function planAge(draft, column, type, path, put) {
	const form = column["max-age"];
	if (form === void 0) return;
	if (type !== "date" && type !== "timestamp") mistake(draft, [...path, "max-age"], "is for columns of type date or timestamp");
	const text = plain(form);
	put("max-age", {
		kind: "max-age",
		ms: parseDuration(text) ?? NaN
	}, `the newest at most ${text} old`, optionsOf(form));
}
/** The value of a check in either form; the long form is the only object with a key `value`. */
function plain(form) {
	return typeof form === "object" && "value" in form ? form.value : form;
}
/** `12.5%` as 0.125: the nearest number, which a division by 100 may miss. */
function shareOf(text) {
	return Number(`${text.slice(0, -1)}e-2`);
}
// packages/steps/src/data/checks/plan-related.ts
/** Plans that the values of a column are those of another source. */
function planReferences(name, column, put) {
	const form = column.references;
	if (form === void 0) return;
	const { source, column: other = name } = "value" in form ? form.value : form;
	const demand = `a value of "${other}" in ${source}`;
	put("references", {
		kind: "references",
		source,
		column: other
	}, demand, optionsOf(form));
}
/** Plans what a table is held to as a whole. */
function planRelatedTable(draft, table, whereIs) {
	const change = table["row-change"];
	if (change !== void 0) {
		const path = whereIs("row-change");
		const source = referenceOf(draft, path);
		const most = plainValue(change);
		add(draft, {
			name: "row-change",
			rule: {
				kind: "row-change",
				source,
				max: shareOf(most)
			},
			columns: [],
			demand: `at most ${most} more or fewer rows than ${source}`,
			path,
			options: [optionsOf(change)]
		});
	}
	const same = table["same-columns"];
	if (same === void 0 || !plainValue(same)) return;
	const path = whereIs("same-columns");
	const source = referenceOf(draft, path);
	add(draft, {
		name: "same-columns",
		rule: {
			kind: "same-columns",
			source
		},
		columns: [],
		demand: `the columns of ${source}`,
		path,
		options: [optionsOf(same)]
	});
}
/** Plans that no row is in another source as well. */
function planOverlaps(draft, table, at) {
	table.overlap?.forEach((entry, index) => {
		add(draft, {
			name: `overlap with ${entry.with}`,
			rule: {
				kind: "overlap",
				source: entry.with
			},
			columns: entry.columns,
			demand: `no row of ${entry.with}, by ${entry.columns.join(", ")}`,
			path: [
				...at,
				"overlap",
				index
			],
			options: [entry]
		});
	});
}
/** The source that drift and changes are told against; a mistake where there is none. */
function referenceOf(draft, path) {
	if (draft.reference === void 0) mistake(draft, path, "needs a reference", "name one: reference: data/last-release.parquet");
	return draft.reference ?? "";
}
// packages/steps/src/data/checks/plan-drift.ts
/** Figures above which drift is told: those that the field takes for a small and for a large effect. */
const thresholds = {
	psi: {
		warn: .1,
		fail: .25
	},
	"jensen-shannon": {
		warn: .1,
		fail: .2
	},
	"kolmogorov-smirnov": {
		warn: .1,
		fail: .2
	},
	wasserstein: {
		warn: .1,
		fail: .25
	},
	"chi-square": {
		warn: .1,
		fail: .3
	}
};
/** Without any drift, the psi of ten bins is about 9 (1/n + 1/m): with so many rows less than half of what warns. */
const leastRows = 500;
/** True for measures that only ordered values have: numbers, dates and timestamps. */
function isOfOrder(measure) {
	return measure === "kolmogorov-smirnov" || measure === "wasserstein";
}
/** Plans how far the values of a column may have moved. */
function planDrift(draft, column, type, path, put) {
	const form = column.drift;
	if (form === void 0 || form === false) return;
	const at = [...path, "drift"];
	const measure = measureOf(form);
	if (isOfOrder(measure) && (type === void 0 || type === "string" || type === "boolean")) mistake(draft, at, `${measure} is for columns of numbers, dates and timestamps`);
	const rule = ruleOf(draft, form, at);
	put("drift", rule, driftDemand(rule), optionsIn(form, rule));
}
/** Plans the drift of every column that does not say it for itself. */
function planDriftOfAll(draft, table, path) {
	const form = table.drift;
	if (form === void 0 || form === false) return;
	const ordered = ruleOf(draft, form, path);
	const { source, fail } = ordered;
	const names = isOfOrder(ordered.measure) ? {
		...ordered,
		measure: "psi",
		...thresholds.psi
	} : ordered;
	const { fail: _, ...warning } = names;
	const left = typeof form === "object" ? form.except ?? [] : [];
	add(draft, {
		name: "drift",
		rule: {
			kind: "drift-of-all",
			source,
			except: [.../* @__PURE__ */ new Set([
				...left,
				...ownDrift(table),
				...keys(table)
			])],
			ordered,
			names: fail === void 0 ? warning : names
		},
		columns: [],
		demand: `${ordered.measure} of each column at most ${fail ?? ordered.warn} against ${source}`,
		path,
		options: [optionsIn(form, ordered)]
	});
}
/** What a drift is held to, for the reader. */
function driftDemand({ measure, warn, fail, source }) {
	return `${measure} at most ${fail ?? warn} against ${source}`;
}
function ownDrift({ columns }) {
	return Object.entries(columns ?? {}).flatMap(([name, { drift }]) => drift === void 0 ? [] : [name]);
}
/** Columns whose values are new in each release. */
function keys({ columns, unique }) {
	const declared = Object.entries(columns ?? {}).flatMap(([name, column]) => column.unique !== void 0 && plainValue(column.unique) ? [name] : []);
	const listed = (unique ?? []).map((entry) => "columns" in entry ? entry.columns : entry);
	return [...declared, ...listed.filter(({ length }) => length === 1).flat()];
}
function measureOf(form) {
	if (typeof form === "string") return form;
	return (typeof form === "object" ? form.measure : void 0) ?? "psi";
}
function ruleOf(draft, form, at) {
	const said = typeof form === "object" ? form : {};
	const measure = measureOf(form);
	const source = referenceOf(draft, at);
	const { warn, fail } = said.warn === void 0 && said.fail === void 0 ? thresholds[measure] : said;
	if (warn !== void 0 && fail !== void 0 && warn > fail) mistake(draft, at, "has a warn above its fail");
	return {
		kind: "drift",
		source,
		measure,
		bins: said.bins ?? "quantiles",
		minRows: said["min-rows"] ?? leastRows,
		...warn === void 0 ? {} : { warn },
		...fail === void 0 ? {} : { fail }
	};
}
/** How bad drift is stands in its thresholds; what a column says of severity is not for them. */
function optionsIn(form, { fail }) {
	const { where, description, owner, tags } = typeof form === "object" ? form : {};
	return {
		where,
		description,
		owner,
		tags,
		severity: fail === void 0 ? "warn" : "error"
	};
}
// packages/steps/src/data/checks/column-type.ts
/** The type that the bounds and sets of a column speak of. */
function concludedType(draft, column, path) {
	const bounds = [
		column.min,
		column.max,
		column.above,
		column.below
	].flatMap((form) => form === void 0 ? [] : [typeOfBound(plainValue(form))]);
	const values = [
		column.in,
		column["not-in"],
		column.includes
	].flatMap((form) => form === void 0 ? [] : plainValue(form).map(setType));
	const text = column.matches !== void 0 || column.length !== void 0 ? ["string"] : [];
	const types = [.../* @__PURE__ */ new Set([
		...bounds,
		...values,
		...text
	])];
	if (types.length === 0 && asksForNumbers(column)) return "number";
	if (types.length > 1) mistake(draft, path, `has values of different types: ${types.join(", ")}`, "say which with type");
	return types.length > 1 ? void 0 : types[0];
}
/** Figures that only numbers have. */
const numberFigures = [
	"mean",
	"median",
	"std",
	"sum",
	"smallest",
	"largest",
	"quantiles",
	"outliers"
];
function asksForNumbers(column) {
	const { drift } = column;
	const measure = typeof drift === "object" ? drift.measure : drift;
	return numberFigures.some((key) => column[key] !== void 0) || isOfOrder(measure);
}
const setType = (value) => typeof value === "string" ? "string" : typeOf$1(value);
// packages/steps/src/data/checks/plan-values.ts
const boundWords = {
	min: "at least",
	max: "at most",
	above: "above",
	below: "below"
};
/** Plans from where to where the values go. */
function planBounds(draft, column, type, path, put) {
	const bounds = /* @__PURE__ */ new Map();
	for (const key of [
		"min",
		"max",
		"above",
		"below"
	]) {
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
		}, `${boundWords[key]} ${bound.text}`, optionsOf(form));
	}
	const [min, max] = [bounds.get("min"), bounds.get("max")];
	if (min && max && isAbove(min, max)) mistake(draft, [...path, "min"], "is above max");
}
/** Plans which values must be there. */
function planIncludes(draft, { includes: form }, type, path, put) {
	if (form === void 0) return;
	put("includes", {
		kind: "includes",
		values: literals(draft, plainValue(form), type, [...path, "includes"])
	}, `each of ${listed$1(plainValue(form))}`, optionsOf(form));
}
/** Plans which values there may be. */
function planSets(draft, column, type, path, put) {
	for (const key of ["in", "not-in"]) {
		const form = column[key];
		if (form === void 0) continue;
		const values = literals(draft, plainValue(form), type, [...path, key], form === plainValue(form));
		const demand = `${key === "in" ? "one" : "none"} of ${listed$1(plainValue(form))}`;
		put(key, {
			kind: key,
			values
		}, demand, optionsOf(form));
	}
}
function literals(draft, raw, type, path, isShort = false) {
	return raw.map((value, index) => literal(draft, value, type, [...path, ...isShort ? [index] : []])).filter((value) => value !== void 0);
}
function listed$1(raw) {
	return `${raw.slice(0, 8).map((value) => JSON.stringify(value)).join(", ")}${raw.length > 8 ? `, … (${raw.length})` : ""}`;
}
/** Plans what text looks like. */
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
// packages/steps/src/data/checks/plan-column.ts
/** Plans the checks of one column. */
function planColumn(draft, name, column, path) {
	const type = column.type === void 0 ? concludedType(draft, column, path) : plainValue(column.type);
	if (type !== void 0) draft.types.set(name, type);
	if (column.required === false) draft.optional.add(name);
	planFormat(draft, name, column, type, path);
	clash(draft, column, path);
	const first = draft.checks.length;
	const put = (key, rule, demand, options = {}, part) => add(draft, {
		name: [
			name,
			key,
			...part === void 0 ? [] : [part]
		].join(" "),
		rule,
		columns: [name],
		demand,
		path: key in column ? [
			...path,
			key,
			...part === void 0 ? [] : [part]
		] : path,
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
	planFigures(draft, column, type, path, put);
	planIncludes(draft, column, type, path, put);
	planDrift(draft, column, type, path, put);
	planReferences(name, column, put);
	if (column.unique !== void 0 && plainValue(column.unique)) put("unique", { kind: "unique" }, "no value twice", optionsOf(column.unique));
	planPresence(draft, name, column, path, first);
}
/** An absent column is as bad as the worst that its checks could have found. */
function planPresence(draft, name, column, path, first) {
	if (column.required === false) return;
	const own = draft.checks.slice(first);
	const canFail = own.length === 0 ? column.severity !== "warn" : own.some(({ limits }) => limits.fail !== void 0);
	const check = {
		name: `${name} present`,
		rule: { kind: "present" },
		columns: [name],
		demand: "a column of this name"
	};
	const { owner, tags } = telling$1([column]);
	const told = {
		...owner && { owner },
		...tags && { tags }
	};
	draft.checks.splice(first, 0, {
		...check,
		...told,
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
/** How the dates of the column are written. */
function planFormat(draft, name, column, type, path) {
	const format = column["date-format"];
	if (format === void 0) return;
	if (type === "date" || type === "timestamp") draft.formats.set(name, [format].flat());
	else mistake(draft, [...path, "date-format"], "is for columns of type date or timestamp");
}
// packages/steps/src/data/checks/plan-history.ts
/** Checks that have no figure: they pass or do not. */
const withoutFigure = /* @__PURE__ */ new Set([
	"header",
	"present",
	"strict",
	"ordered",
	"same-columns",
	"drift-of-all",
	"history"
]);
/** Plans how far figures may be from those of earlier runs. All other checks are planned before. */
function planHistory(draft, table, at) {
	table.history?.forEach((entry, index) => {
		const path = [
			...at,
			"history",
			index
		];
		const base = draft.checks.find(({ name }) => name === entry.check) ?? driftOf(draft, entry.check);
		if (base === void 0) mistake(draft, [...path, "check"], `there is no check "${entry.check}"`);
		else if (withoutFigure.has(base.rule.kind)) mistake(draft, [...path, "check"], `"${entry.check}" has no figure`);
		const limits = [
			entry["max-difference"] === void 0 ? [] : [`at most ${entry["max-difference"]}`],
			entry["max-change"] === void 0 ? [] : [`at most ${entry["max-change"]}`],
			entry["max-z"] === void 0 ? [] : [`a robust z of at most ${entry["max-z"]}`]
		].flat();
		if (limits.length === 0) mistake(draft, path, "needs max-difference, max-change or max-z");
		const { last = 10, "min-runs": minRuns = 3 } = entry;
		if (minRuns > last) mistake(draft, path, "has a min-runs above its last");
		const rule = {
			kind: "history",
			check: entry.check,
			last,
			minRuns,
			...entry["max-difference"] !== void 0 && { maxDifference: entry["max-difference"] },
			...entry["max-change"] !== void 0 && { maxChange: shareOf(entry["max-change"]) },
			...entry["max-z"] !== void 0 && { maxZ: entry["max-z"] }
		};
		const demand = `${limits.join(", ")} from the median of the last ${last} runs`;
		add(draft, {
			name: `${entry.check} history`,
			rule,
			columns: base?.columns ?? [],
			demand,
			path,
			options: [entry]
		});
	});
}
/** The drift of a declared column, where that is asked of all columns: it becomes a check when the source is open. */
function driftOf({ checks, types }, name) {
	const column = [...types.keys()].find((each) => `${each} drift` === name);
	return checks.flatMap(({ rule }) => column === void 0 || rule.kind !== "drift-of-all" || rule.except.includes(column) ? [] : [{
		rule: rule.ordered,
		columns: [column]
	}])[0];
}
// packages/steps/src/data/checks/plan-leakage.ts
const defaults = {
	max: "95%",
	minRows: 200
};
/** Plans that no column gives a label away. */
function planLeakage(draft, table, at) {
	table.leakage?.forEach((entry, index) => {
		const path = [
			...at,
			"leakage",
			index
		];
		const { label, columns, except = [], max = defaults.max } = entry;
		assertNamedOnce(draft, [...path, "columns"], columns ?? [], label);
		assertNamedOnce(draft, [...path, "except"], except, label);
		const both = columns?.find((name) => except.includes(name));
		if (both !== void 0) mistake(draft, [...path, "except"], `has "${both}", which columns has as well`);
		const words = typeof max === "number" ? `${Number((max * 100).toPrecision(15))}%` : max;
		add(draft, {
			name: `${label} leakage`,
			rule: {
				kind: "leakage",
				label,
				...columns === void 0 ? {} : { features: columns },
				except,
				range: { max: typeof max === "number" ? max : shareOf(max) },
				minRows: entry["min-rows"] ?? defaults.minRows
			},
			columns: [label, ...columns ?? []],
			demand: `no other column tells "${label}" in more than ${words} of the rows that its most common value is wrong for`,
			path,
			options: [entry]
		});
	});
}
function assertNamedOnce(draft, path, names, label) {
	if (names.includes(label)) mistake(draft, path, `has "${label}", which is the label`);
	if (new Set(names).size < names.length) mistake(draft, path, "names a column twice");
}
// packages/steps/src/data/checks/plan-metrics.ts
/** Plans the figures that are written as SQL over aggregates of all rows. */
function planMetrics(draft, table, at) {
	table.metrics?.forEach((entry, index) => {
		const path = [
			...at,
			"metrics",
			index
		];
		const { min, max } = entry;
		if (min === void 0 && max === void 0) mistake(draft, path, "needs min, max or both");
		const range = defined({
			min: numberOf(min),
			max: numberOf(max)
		});
		if (range.min !== void 0 && range.max !== void 0 && range.min > range.max) mistake(draft, [...path, "min"], "is above max");
		const sql = entry.sql.trim();
		add(draft, {
			name: entry.name ?? sql,
			rule: {
				kind: "metric",
				sql: entry.sql,
				range,
				isShare: [min, max].some((bound) => typeof bound === "string")
			},
			columns: [],
			demand: `${sql}: ${describeRange({
				min,
				max
			})}`,
			path: [...path, "sql"],
			options: [entry]
		});
	});
}
function numberOf(bound) {
	return typeof bound === "string" ? shareOf(bound) : bound;
}
// packages/steps/src/data/checks/plan.ts
/** The checks of the source whose block in the document is `key`, or of one without a block. */
function planSource(document, key, { lineOf, fileName }, reference) {
	const own = key === void 0 ? {} : document.sources?.[key] ?? {};
	const draft = {
		lineOf,
		fileName,
		checks: [],
		problems: [],
		types: /* @__PURE__ */ new Map(),
		formats: /* @__PURE__ */ new Map(),
		optional: /* @__PURE__ */ new Set(),
		reference: reference ?? own.reference ?? document.reference
	};
	const at = key === void 0 ? [] : ["sources", key];
	draft.checks.push(builtIn("readable", "every row can be read"), builtIn("header", "each column has its own name"));
	const isOwnColumn = (name) => own.columns !== void 0 && name in own.columns;
	const table = merged(document, own);
	planTable(draft, table, (part) => part in own ? at : []);
	for (const [name, column] of Object.entries(table.columns ?? {})) planColumn(draft, name, column, [
		...isOwnColumn(name) ? at : [],
		"columns",
		name
	]);
	planRelatedTable(draft, table, (part) => [...part in own ? at : [], part]);
	const lists = [...document.unique ?? [], ...own.unique ?? []];
	planDriftOfAll(draft, {
		...table,
		unique: lists
	}, [..."drift" in own ? at : [], "drift"]);
	planLists(draft, document, []);
	if (key !== void 0) planLists(draft, own, at);
	planHistory(draft, document, []);
	if (key !== void 0) planHistory(draft, own, at);
	return {
		plan: {
			checks: unlike$1(draft.checks),
			types: draft.types,
			formats: draft.formats,
			nanIsNull: merged(document, own)["nan-is-null"] === true,
			optional: draft.optional,
			pii: piiOf(document, own)
		},
		problems: draft.problems
	};
}
/** A source that says more of a column does not make its data less personal, unless it says so. */
function piiOf(shared, own) {
	const names = Object.keys({
		...shared.columns,
		...own.columns
	});
	return new Set(names.filter((name) => own.columns?.[name]?.pii ?? shared.columns?.[name]?.pii ?? false));
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
			rule: {
				kind: "unique",
				..."nulls" in options && options.nulls === "equal" && { nulls: "equal" }
			},
			columns,
			demand: columns.length === 1 ? "no value twice" : "unique together",
			path,
			options: [options]
		});
	});
	planOverlaps(draft, table, at);
	planLeakage(draft, table, at);
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
	planMetrics(draft, table, at);
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
// packages/steps/src/data/measure/drift-columns.ts
/**
* The checks of a source, with one for each column where the drift of all is asked: those that the source and its reference
* both have, and whose type is one that a column can be declared with. Where there is none, the check stays as it is.
*/
function withDriftColumns(checks, binding) {
	return unlike$1(checks.flatMap((check) => {
		const { rule } = check;
		if (rule.kind !== "drift-of-all") return [check];
		const columns = driftColumns(check, rule, binding);
		return columns.length === 0 ? [check] : columns;
	}));
}
function driftColumns(check, { source, except, ordered, names }, { table, plan, related }) {
	const there = new Set(related.get(source)?.table.columns.map(({ name }) => name));
	return table.columns.filter(({ name }) => there.has(name) && !except.includes(name)).flatMap(({ name, type: native }) => {
		const declared = plan.types.get(name);
		const type = declared ?? native;
		if (type === "other") return [];
		const rule = axisOf(type) === "names" ? names : ordered;
		const isGuess = declared === void 0 && table.isText;
		const demand = `${driftDemand(rule)}${isGuess ? ", as text: its type is not declared" : ""}`;
		return [{
			...check,
			name: `${name} drift`,
			rule,
			columns: [name],
			demand
		}];
	});
}
// packages/steps/src/data/expression/expression-fault.ts
/** True for a check that has SQL of the checks file. */
function isOfSql(bound) {
	return bound.kind === "probe" && (bound.expressions.length > 0 || bound.metric !== void 0);
}
/**
* Throws CHECK_SQL_FAILED for an expression that is not true or false, a metric that is no number, or what does not fit its
* columns. Notes the types that metrics are made of. No row is read.
*/
async function assertTypes(engine, bounds, from, known) {
	const checks = bounds.filter(isOfSql);
	const all = checks.flatMap((bound) => [...bound.expressions.map((sql) => ({
		bound,
		sql,
		isCondition: true
	})), ...(bound.metric?.values ?? []).map((sql) => ({
		bound,
		sql,
		isCondition: false
	}))]);
	if (all.length > 0 && !await areRight(engine, all, from, known)) for (const one of all) await assertOne(engine, one, from, known);
	for (const bound of checks) await assertNumber(bound, known);
}
async function areRight(engine, all, from, known) {
	try {
		const types = await engine.typesOf(all.map(({ sql }) => sql), from);
		for (const [at, { sql }] of all.entries()) known.learnType(sql, types[at] ?? "");
		return all.every(({ isCondition }, at) => !isCondition || types[at] === "BOOLEAN");
	} catch (error) {
		if (error instanceof EngineError) return false;
		throw error;
	}
}
async function assertOne(engine, { bound, sql, isCondition }, from, known) {
	const [type = ""] = await fitting(bound, () => engine.typesOf([sql], from));
	if (isCondition && type !== "BOOLEAN") throw sqlFailed(bound, `is of type ${type}, not true or false`);
	known.learnType(sql, type);
}
async function assertNumber(bound, known) {
	const { metric } = bound;
	if (metric === void 0) return;
	const problem = await fitting(bound, () => metric.typeProblem(known));
	if (problem !== void 0) throw sqlFailed(bound, problem);
}
async function fitting(bound, run) {
	try {
		return await run();
	} catch (cause) {
		if (cause instanceof EngineError) throw sqlFailed(bound, `does not fit its columns: ${cause.message}`, cause);
		throw cause;
	}
}
/** Throws CHECK_SQL_FAILED where an expression is what the engine could not compute. `run` computes one alone. */
async function blameExpressions(bounds, run) {
	for (const bound of bounds) {
		if (!isOfSql(bound)) continue;
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
	const isMetric = check.rule.kind === "metric";
	return new StepError("CHECK_SQL_FAILED", {
		message: `the ${isMetric ? "metric" : "expression"} "${check.name}" (line ${check.line} of the checks file) ${message}`,
		fix: isMetric ? "make it one number: TRY_CAST, NULLIF, CAST to DOUBLE and FILTER help" : "make it true, false or NULL for every row: TRY_CAST, NULLIF and TRY help",
		...cause === void 0 ? {} : { cause }
	});
}
// packages/steps/src/data/measure/known.ts
/** The aggregates that were read, by their SQL. */
var Aggregates = class {
	#values = /* @__PURE__ */ new Map();
	#types = /* @__PURE__ */ new Map();
	/** Reads all of these that are not known yet, in one pass over the rows. */
	async read(engine, asked, from) {
		const wanted = [...new Map(asked.map((ask) => [aggregateKey(ask), ask]))].filter(([key]) => !this.#values.has(key));
		if (wanted.length === 0) return;
		const values = await engine.aggregate(wanted.map(([, ask]) => ask), from);
		for (const [at, [key]] of wanted.entries()) this.#values.set(key, values[at]);
	}
	value(ask) {
		const key = aggregateKey(ask);
		if (!this.#values.has(key)) throw new Error(`nobody asked for ${key}`);
		return this.#values.get(key);
	}
	/** Notes what the engine says of SQL over a row. */
	learnType(sql, type) {
		this.#types.set(sql, type);
	}
	typeOf(sql) {
		const type = this.#types.get(sql);
		if (type === void 0) throw new Error(`nobody asked for the type of ${sql}`);
		return type;
	}
	bigint(ask) {
		const value = this.value(ask);
		return typeof value === "bigint" ? value : BigInt(String(value ?? 0));
	}
	number(ask) {
		const value = this.value(ask);
		return value === null || value === void 0 ? void 0 : Number(value);
	}
};
// packages/steps/src/data/measure/measure.ts
/** Measures all checks of a source in as few readings as they need: one, and up to three where one figure needs another. */
async function measure(engine, measurable, bounds, samples) {
	const { table } = measurable;
	if (table.unreadable.length > 0) return unreadable(table, bounds);
	const known = new Aggregates();
	const first = await readFirst(engine, measurable, bounds, known);
	if ("broken" in first) return broken(bounds, first.broken, await table.diagnose?.());
	const { reading } = first;
	const from = scanOf(measurable, reading);
	await readOn(engine, probesOf(bounds), from, known);
	const total = known.bigint(always.total);
	const bad = known.bigint(always.bad);
	const rejected = await table.rejected(engine, {
		reading,
		good: total,
		bad,
		limit: samples
	});
	await measurable.counts.read(engine, from);
	const measured = [];
	for (const [index, bound] of bounds.entries()) {
		const reader = {
			dialect: engine.dialect,
			query: (sql, values) => engine.query(sql, values),
			keep: (name, select) => engine.keep(name, select),
			forget: (name) => engine.forget(name),
			rows: `(${from})`,
			tableName: (use) => `${use}_${measurable.id}_${index}`
		};
		measured.push(await outcomeOf(bound, (probe) => probe.tell(known, reader), {
			total,
			rejected
		}));
	}
	return {
		rows: total,
		measured,
		rejected
	};
}
/** Counted whatever the checks are; `blank` makes the reader look at every cell. */
const always = {
	total: "count_if(good)",
	bad: "count_if(NOT good)",
	blanks: "count_if(blank)"
};
/** The first reading that gets through, or why none does. */
async function readFirst(engine, measurable, bounds, known) {
	let broken;
	for (const reading of measurable.table.readings) try {
		await read(engine, bounds, scanOf(measurable, reading), known);
		return { reading };
	} catch (error) {
		if (!isDataError(error)) throw error;
		broken = error;
	}
	if (broken === void 0) throw new Error("the source has no reading");
	return { broken };
}
async function read(engine, bounds, from, known) {
	await assertTypes(engine, bounds, from, known);
	const asks = (some) => [...Object.values(always), ...probesOf(some).flatMap((probe) => askOf(probe, 0, known))];
	try {
		await known.read(engine, asks(bounds), from);
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		const plain = bounds.filter((bound) => !isOfSql(bound));
		if (await succeeds(() => known.read(engine, asks(plain), from))) await blameExpressions(bounds, (bound) => known.read(engine, asks([bound]), from));
		throw error;
	}
}
/** The second reading and the third, where a figure needs what was found before. */
async function readOn(engine, probes, from, known) {
	const most = Math.max(0, ...probes.map(({ asks }) => asks.length));
	for (let at = 1; at < most; at += 1) await known.read(engine, probes.flatMap((probe) => askOf(probe, at, known)), from);
}
function askOf({ asks }, at, known) {
	return asks[at]?.(known) ?? [];
}
function probesOf(bounds) {
	return bounds.flatMap((bound) => bound.kind === "probe" ? [bound.probe] : []);
}
function scanOf({ table, projection, sampleRows }, reading) {
	const rows = table.scan(projection.names, reading);
	return projection.over(sampleRows === void 0 ? rows : `SELECT * FROM (${rows}) LIMIT ${sampleRows}`);
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
async function outcomeOf(bound, tell, { total, rejected }) {
	const { check } = bound;
	switch (bound.kind) {
		case "probe": {
			const found = await tell(bound.probe);
			if (found.kind !== "unmeasured") return {
				check,
				...found
			};
			return {
				kind: "unmeasured",
				check,
				reason: found.reason,
				isAllowed: false
			};
		}
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
// packages/steps/src/data/measure/projection.ts
/** The columns that a source's checks look at, by their place in the scan. */
var Projection = class {
	names = [];
	#numbers = /* @__PURE__ */ new Set();
	#table;
	#plan;
	#dialect;
	constructor(table, plan, dialect) {
		this.#table = table;
		this.#plan = plan;
		this.#dialect = dialect;
	}
	/** The number of a column in the scan; it is put there where it is not yet. */
	place(name) {
		const at = this.names.indexOf(name);
		return at === -1 ? this.names.push(name) - 1 : at;
	}
	/** The finite number in a cell of the rows that can be used, as a double; null for all others. */
	number(name) {
		const at = this.place(name);
		this.#numbers.add(at);
		return `x${at}`;
	}
	/** The values of some columns as one, null where one of them is; with `nulls` a null is a value as any other. */
	together(columns, nulls) {
		const cells = columns.map((name) => `t${this.place(name)}`);
		if (nulls === "equal") return this.#dialect.row(cells);
		if (cells.length === 1) return cells.join();
		return `CASE WHEN ${cells.map((cell) => `${cell} IS NOT NULL`).join(" AND ")} THEN ${this.#dialect.row(cells)} END`;
	}
	/** The scan `from` with, for each column: `k` the cell, `r` its text, `t` its value, and `x` its number where one was wanted. */
	over(from) {
		const rows = `SELECT *${this.names.map((name, at) => {
			const type = mismatch(this.#table, name, this.#plan) ? void 0 : this.#plan.types.get(name);
			const value = this.#table.typed(`k${at}`, type, this.#plan.formats.get(name));
			return `, ${this.#table.text(`k${at}`)} AS r${at}, ${value} AS t${at}`;
		}).join("")} FROM (${this.#withoutNaN(from)})`;
		const numbers = [...this.#numbers].map((at) => `, CASE WHEN good AND ${this.#dialect.isFinite(`CAST(t${at} AS DOUBLE)`)} THEN CAST(t${at} AS DOUBLE) END AS x${at}`);
		return numbers.length === 0 ? rows : `SELECT *${numbers.join("")} FROM (${rows})`;
	}
	/** The cells of the scan with nulls in the place of NaN, where the checks file says that they are the same. */
	#withoutNaN(from) {
		if (!this.#plan.nanIsNull) return from;
		const cells = this.names.flatMap((name, at) => {
			const native = this.#table.columns.find((column) => column.name === name)?.native ?? "";
			if (/^(FLOAT|DOUBLE)$/.test(native)) return [`nullif(k${at}, 'NaN'::${native}) AS k${at}`];
			return this.#table.isText && this.#plan.types.get(name) === "number" ? [`CASE WHEN lower(${this.#table.text(`k${at}`)}) <> 'nan' THEN k${at} END AS k${at}`] : [];
		});
		return cells.length === 0 ? from : `SELECT * REPLACE (${cells.join(", ")}) FROM (${from})`;
	}
};
// packages/steps/src/data/measure/query-table.ts
/** The result of a query as a source. It is kept by the engine: checks read it more than once. */
async function openQuery(engine, source, query, inputs, id) {
	const own = {
		...source,
		files: [{
			name: source.entry,
			path: ""
		}]
	};
	const parts = [];
	for (const input of inputs) {
		const read = await readInput(engine, input);
		if ("reason" in read) return unreadableTable(own, [{
			file: source.entry,
			reason: read.reason
		}]);
		parts.push(`${identifier(input.name)} AS (${read.sql})`);
	}
	const sql = withParts(parts, query.sql.replace(/;\s*$/, ""));
	const [columns, repeated] = await columnsOf(engine, query, sql);
	const name = `query_${id}`;
	const order = query.isOrdered ? "" : " ORDER BY ALL";
	await ofTheQuery(query, () => engine.query(`CREATE TEMP TABLE ${name} AS SELECT * FROM (${sql})${order}`));
	const [counted] = await engine.query(`SELECT count(*) AS rows FROM ${name}`);
	const select = (names, extra) => {
		return `SELECT ${[
			...names.map((column, at) => `${identifier(column)} AS k${at}`),
			"true AS good",
			"false AS blank"
		].join(", ")}${extra} FROM ${name}`;
	};
	return {
		source: own,
		columns,
		repeated,
		unreadable: [],
		mostRows: Number(counted?.rows),
		isText: false,
		readings: ["strict"],
		scan: (names) => select(names, ""),
		scanFile: (_file, names) => select(names, ", rowid + 1 AS rn"),
		text: (cell) => `CAST(${cell} AS VARCHAR)`,
		typed: typedValue,
		rejected: async () => nothingRejected,
		locate: async (_file, rows) => new Map(query.isOrdered ? rows.map((row) => [row, { row }]) : [])
	};
}
/** SQL that gives the values of a table, or why there are none: every row must be readable, and every cell of its type. */
async function readInput(engine, { entry, table, plan }) {
	const [unreadable] = table.unreadable;
	if (unreadable !== void 0) return { reason: `"${entry}" cannot be read: ${unreadable.reason}` };
	const projection = new Projection(table, plan, engine.dialect);
	for (const { name } of table.columns) projection.place(name);
	const names = projection.names;
	const foreign = names.map((_, at) => `count_if(good AND r${at} IS NOT NULL AND t${at} IS NULL) AS n${at}`);
	for (const reading of table.readings) {
		const from = projection.over(table.scan(names, reading));
		try {
			const [row] = await engine.query(`SELECT ${[
				...foreign,
				"count_if(good) AS read",
				"count_if(NOT good) AS unread",
				"count_if(blank) AS blanks"
			].join(", ")} FROM (${from})`);
			const [good, bad] = [countOf(row?.read), countOf(row?.unread)];
			const { count } = await table.rejected(engine, {
				reading,
				good,
				bad,
				limit: 0
			});
			if (count > 0n) return { reason: `"${entry}" has ${plural(count, "row")} that cannot be read` };
			const wrong = names.findIndex((_, at) => countOf(row?.[`n${at}`]) > 0n);
			if (wrong !== -1) {
				const cells = plural(countOf(row?.[`n${wrong}`]), "cell");
				const name = names[wrong] ?? "";
				return { reason: `"${entry}" has ${cells} in "${name}" that are no ${plan.types.get(name)}` };
			}
			return { sql: `SELECT ${names.map((name, at) => `t${at} AS ${identifier(name)}`).join(", ")} FROM (${from}) WHERE good` };
		} catch (error) {
			if (!isDataError(error)) throw error;
		}
	}
	return { reason: `"${entry}" cannot be read` };
}
async function columnsOf(engine, query, sql) {
	const rows = await ofTheQuery(query, () => engine.query(`DESCRIBE ${sql}`));
	const names = rows.map((row) => String(row.column_name));
	return [rows.map((row) => {
		const native = String(row.column_type);
		return {
			name: String(row.column_name),
			native,
			type: typeOfNative(native),
			missingFrom: [],
			otherTypes: []
		};
	}), [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]];
}
/** What the engine says of a query is a mistake of the checks file, unless the machine is to blame. */
async function ofTheQuery({ name, line }, run) {
	try {
		return await run();
	} catch (cause) {
		if (!(cause instanceof EngineError) || ["Out of Memory", "IO"].includes(cause.type)) throw cause;
		const isOfData = [
			"Conversion",
			"Out of Range",
			"Invalid Input"
		].includes(cause.type);
		throw new StepError("CHECK_SQL_FAILED", {
			message: `the query "${name}" (line ${line} of the checks file) ${isOfData ? `fails on the data: ${withoutValues(cause.message)}` : `does not fit its tables: ${cause.message}`}`,
			fix: "mend the query; the columns of its tables are typed by their blocks under sources",
			...isOfData ? {} : { cause }
		});
	}
}
/** The query with the tables before the parts that it names itself, as the engine writes them. */
function withParts(parts, sql) {
	if (parts.length === 0) return sql;
	const rest = sql.startsWith("WITH ") ? `, ${sql.slice(5)}` : ` ${sql}`;
	return `WITH ${parts.join(", ")}${rest}`;
}
/** Of no rows the engine counts NULL. */
const countOf = (value) => BigInt(String(value ?? 0));
// packages/steps/src/data/measure/value-counts.ts
/** How often each of some values occurs: one pass over the rows counts many of them. */
var ValueCounts = class {
	#id;
	#together;
	#tables = [];
	constructor(id, { countedTogether }) {
		this.#id = id;
		this.#together = countedTogether;
	}
	/**
	* A FROM item with `value` and `n`, its number of rows, for each value that is not null; it is there once they were read.
	* Where the type of the value is one of those that are kept together, much less is kept.
	*/
	want(value, type) {
		const known = this.#tables.findIndex((table) => table.type === type && table.values.includes(value));
		const at = known === -1 ? this.#add(value, type) : known;
		const place = this.#tables[at]?.values.indexOf(value);
		const column = type === void 0 ? `v${place}` : "v";
		return `(SELECT ${column} AS value, n FROM ${this.#name(at)} WHERE g = ${place} AND ${column} IS NOT NULL)`;
	}
	async read(engine, from) {
		for (const [at, { values, type }] of this.#tables.entries()) {
			const names = values.map((_, index) => `v${index}`);
			const cells = values.map((value, index) => `${value} AS v${index}`).join(", ");
			const kept = names.length > 1 ? `coalesce(${names.join(", ")})` : names.join();
			const columns = type === void 0 ? names.join(", ") : `${kept} AS v`;
			const which = names.map((name, index) => `WHEN GROUPING(${name}) = 0 THEN ${index}`).join(" ");
			await engine.keep(this.#name(at), `SELECT ${columns}, CASE ${which} END AS g, count(*) AS n, count_if(blank) AS blanks
         FROM (SELECT ${cells}, blank FROM (${from})) GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(", ")})`);
		}
	}
	/** Has a value counted, and tells in which table. */
	#add(value, type) {
		const at = this.#tables.findLastIndex((table) => table.type === type);
		const table = this.#tables[at];
		if (table === void 0 || table.values.length >= this.#together) return this.#tables.push({
			type,
			values: [value]
		}) - 1;
		table.values.push(value);
		return at;
	}
	#name(table) {
		return `counts_${this.#id}_${table}`;
	}
};
// packages/steps/src/data/measure/related.ts
/** Another source that a source is held against: its columns are read as those of that source are. */
var Related = class {
	entry;
	table;
	projection;
	#counts;
	#rows;
	#broken;
	/** `id` is unlike that of every other source of the run. */
	constructor(entry, table, plan, id, dialect) {
		this.entry = entry;
		this.table = table;
		this.projection = new Projection(table, plan, dialect);
		this.#counts = new ValueCounts(id, dialect);
	}
	/** A FROM item with how often each value occurs there, once it is read. */
	counts(value, type) {
		return this.#counts.want(value, type);
	}
	/** Why it cannot be read; undefined where it can. */
	get broken() {
		return this.#broken;
	}
	get rows() {
		if (this.#rows === void 0) throw new Error(`"${this.entry}" was not read`);
		return this.#rows;
	}
	/** Reads what was wanted. */
	async read(engine) {
		const [unreadable] = this.table.unreadable;
		this.#broken = unreadable && `"${this.entry}" cannot be read: ${unreadable.reason}`;
		for (const reading of this.#broken === void 0 ? this.table.readings : []) try {
			await this.#readBy(engine, reading);
			return;
		} catch (error) {
			if (!isDataError(error)) throw error;
			this.#broken = `"${this.entry}" cannot be read`;
		}
	}
	async #readBy(engine, reading) {
		const from = this.projection.over(this.table.scan(this.projection.names, reading));
		const known = new Aggregates();
		const [good, bad] = ["count_if(good)", "count_if(NOT good)"];
		await known.read(engine, [
			good,
			bad,
			"count_if(blank)"
		], from);
		const found = {
			reading,
			good: known.bigint(good),
			bad: known.bigint(bad),
			limit: 0
		};
		const { count } = await this.table.rejected(engine, found);
		this.#broken = count === 0n ? void 0 : `"${this.entry}" has ${plural(count, "row")} that cannot be read`;
		this.#rows = known.bigint(good);
		await this.#counts.read(engine, from);
	}
};
// packages/steps/src/data/measure/samples.ts
/**
* The first failing rows of each check that did not pass, by the number of the check. File by file: the first rows, then all
* where those do not have enough, and none where what fails is within the limits.
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
/** Rows that are looked at before all of a file are: what fails often fails there. */
const firstRows = 2e5;
async function sampleFile(engine, measurable, { rejected }, { file, open, limit }) {
	const { table, sampleRows = Number.POSITIVE_INFINITY } = measurable;
	const few = Math.min(firstRows, sampleRows);
	const first = await findIn(engine, measurable, {
		file,
		open,
		limit
	}, few);
	const missing = first.read < few || few === sampleRows ? [] : open.filter((failing) => first.of(failing).length < wanted(failing, limit));
	const all = missing.length === 0 ? first : await findIn(engine, measurable, {
		file,
		open: missing,
		limit
	}, sampleRows);
	const found = open.map((failing) => ({
		failing,
		rows: (missing.includes(failing) ? all : first).of(failing)
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
/** How many rows are still to be named. */
function wanted({ measured, samples }, limit) {
	return Math.min(limit, Number(measured.failing)) - samples.length;
}
/** The first failing rows of each check among the first rows of a file, and how many of these there are. */
async function findIn(engine, { table, projection }, { file, open, limit }, most) {
	const picks = open.map((failing) => {
		const { index, measured } = failing;
		return `arg_min({'rn': rn, 'cells': [${measured.check.columns.map((name) => `r${projection.place(name)}`).join(", ")}]}, rn, ${wanted(failing, limit)})
      FILTER (WHERE ${measured.condition}) AS s${index}`;
	});
	const rows = table.scanFile(file, projection.names);
	const from = projection.over(Number.isFinite(most) ? `SELECT * FROM (${rows}) LIMIT ${most}` : rows);
	const [row] = await engine.query(`SELECT ${[
		...picks,
		"count(*) AS n",
		"count(*) FILTER (WHERE blank) AS blanks"
	].join(", ")} FROM (${from})`);
	return {
		read: Number(row?.n),
		of: ({ index }) => rowsOf(row?.[`s${index}`])
	};
}
function rowsOf(value) {
	if (!Array.isArray(value)) return [];
	return value.map((item) => ({
		rn: Number(item.rn),
		cells: Array.isArray(item.cells) ? item.cells.map((cell) => cell === null ? null : String(cell)) : []
	}));
}
// packages/steps/src/data/measure/check-source.ts
/** The engine of this machine. */
function localBackend(engine, queries) {
	return {
		engine,
		openTable: (source, plan, id) => openTable(engine, source, plan, {
			id,
			queries
		}),
		takeSamples
	};
}
/** Measures and judges one source. Its files are hashed while the engine reads them. */
async function checkSource(backend, planned, options) {
	const assertUnchanged = await guardFiles([planned.source, ...[...planned.related.values()].map(({ source }) => source)].flatMap(({ files }) => files));
	const [digests, checked] = await Promise.all([options.sampleRows === void 0 ? digestAll(planned, options.signal) : namesOf(planned), checkRows(backend, planned, options)]);
	await assertUnchanged();
	const scannedBytes = backend.scannedBytes?.();
	return {
		...checked,
		...digests,
		...scannedBytes !== void 0 && { scannedBytes }
	};
}
async function digestAll({ source, related }, signal) {
	const of = async ({ files }) => {
		const digests = [];
		for (const file of files) digests.push(await digestFile(file, signal));
		return digests;
	};
	const files = await of(source);
	const others = [];
	for (const [entry, other] of related) others.push({
		entry,
		files: await of(other.source)
	});
	return {
		files,
		...others.length > 0 && { related: others }
	};
}
/** Of a sample nobody knows the digest. */
function namesOf({ source, related }) {
	const of = ({ files }) => files.map(({ name }) => ({ name }));
	const others = [...related].map(([entry, other]) => ({
		entry,
		files: of(other.source)
	}));
	return {
		files: of(source),
		...others.length > 0 && { related: others }
	};
}
/** Measures and judges the rows of one source. */
async function checkRows(backend, planned, { maxFindings, nowMs, sampleRows, expressions, metrics, id }) {
	const { source, plan } = planned;
	const { engine } = backend;
	const { dialect } = engine;
	const table = await backend.openTable(planned, plan, id);
	const projection = new Projection(table, plan, dialect);
	const counts = new ValueCounts(id, dialect);
	const related = await openRelated(backend, planned, id);
	const binding = {
		table,
		plan,
		dialect,
		projection,
		expressions,
		metrics,
		counts,
		related,
		numbers: {
			most: engine.mostValues,
			rows: Math.min(table.mostRows, sampleRows ?? Number.POSITIVE_INFINITY)
		},
		nowMs,
		isSample: sampleRows !== void 0
	};
	const bounds = [];
	const checks = withDriftColumns(plan.checks.filter((each) => !isHistory(each)), binding);
	for (const check of checks) bounds.push(await bind(check, binding));
	for (const other of related.values()) await other.read(engine);
	const measurable = {
		id,
		table,
		projection,
		counts,
		sampleRows
	};
	const figures = await measure(engine, measurable, bounds, maxFindings);
	const findings = judge(figures.measured, figures.rows);
	const samples = await backend.takeSamples(engine, measurable, figures, findings, maxFindings);
	return {
		entry: source.entry,
		format: source.format,
		rows: figures.rows,
		columns: table.columns,
		pii: plan.pii,
		findings: findings.map((finding, at) => ({
			...withheld(finding, plan.pii),
			samples: samples.get(at) ?? []
		}))
	};
}
async function openRelated({ engine, openTable: open }, { related, plan }, id) {
	const opened = /* @__PURE__ */ new Map();
	for (const [entry, other] of related) {
		const own = `${id}_${opened.size}`;
		opened.set(entry, new Related(entry, await open(other, plan, own), plan, own, engine.dialect));
	}
	return opened;
}
/** Opens the files of a source in whichever form they have, or a query over them. */
async function openTable(engine, { source, csv, query }, { types }, { id, queries }) {
	const broken = source.files.flatMap(({ name, broken: reason }) => reason === void 0 ? [] : [{
		file: name,
		reason
	}]);
	if (broken.length > 0) return unreadableTable(source, broken);
	switch (source.format) {
		case "csv": return openCsv(source, csv, id);
		case "jsonl": return openJsonLines(engine, source, id);
		case "parquet":
		case "arrow": return openParquet(engine, source, types);
		case "query": {
			const parsed = queries.get(query?.name ?? "");
			if (query === void 0 || parsed === void 0) throw new Error(`"${source.entry}" was not parsed`);
			const inputs = [];
			for (const { name, opened, plan } of query.tables.filter((one) => parsed.tables.includes(one.name))) {
				const table = await openTable(engine, opened, plan, {
					id: `${id}_${name}`,
					queries
				});
				inputs.push({
					name,
					entry: opened.source.entry,
					table,
					plan
				});
			}
			return openQuery(engine, source, parsed, inputs, id);
		}
		case "athena": throw new StepError("SOURCE_INVALID", {
			message: `the source "${source.entry}" is in Athena, and this is done with files only`,
			fix: "name a file: some rows of the table are enough for a first draft"
		});
	}
}
// packages/steps/src/data/athena/entry.ts
const scheme = "athena://";
/** What Athena calls the catalog of AWS Glue. */
const glueCatalog = "AwsDataCatalog";
/** True for an entry that Athena reads. */
const isAthena = (entry) => entry.startsWith(scheme);
/** A table as a source: it has no files that we could read. */
function athenaSource(entry) {
	parseTableName(entry);
	return {
		source: {
			entry,
			format: "athena",
			isTabbed: false,
			isPartitioned: false,
			files: []
		},
		csv: void 0
	};
}
/** The table of `athena://database.table` or `athena://catalog/database.table`. */
function parseTableName(entry) {
	const [, catalog = glueCatalog, database, table] = /^athena:\/\/(?:([\w-]{1,256})\/)?([a-z0-9_-]{1,255})\.([a-z0-9_-]{1,255})$/.exec(entry) ?? [];
	if (database !== void 0 && table !== void 0) return {
		catalog,
		database,
		table
	};
	throw new StepError("SOURCE_INVALID", {
		message: `the source "${entry}" is no table of Athena`,
		fix: "write it as athena://database.table or athena://catalog/database.table, in small letters"
	});
}
// packages/steps/src/data/sources/plain/line-decoder.ts
/** True for a name that the decoder of the platform knows: the labels of the WHATWG Encoding Standard. */
function isEncoding(label) {
	try {
		return new TextDecoder(label).encoding !== "";
	} catch {
		return false;
	}
}
/** True for UTF-8 by any of its names. */
function isUtf8Label(label) {
	return new TextDecoder(label).encoding === "utf-8";
}
/** The byte that no UTF-8 has. */
const noUtf8 = Buffer.of(255);
/** A decoder of `label`. Lines are decoded for themselves: a bad one spoils no other. */
function lineDecoder(label) {
	const strict = new TextDecoder(label, {
		fatal: true,
		ignoreBOM: true
	});
	const lax = new TextDecoder(label, { ignoreBOM: true });
	const lineEnd = lineEndOf(strict.encoding);
	const lastLineEnd = (bytes) => lineEndBefore(bytes, bytes.length, lineEnd);
	if (strict.encoding === "utf-8") return {
		lastLineEnd,
		decode: (lines) => lines
	};
	const isForeign = foreignTo(label.toLowerCase(), strict.encoding);
	const decodeLine = (line) => {
		const text = lax.decode(line);
		const at = isForeign.at(line, text) ?? (isDecodable(strict, line) ? -1 : text.indexOf("�"));
		if (at === -1) return Buffer.from(text);
		return Buffer.concat([
			Buffer.from(text.slice(0, at)),
			noUtf8,
			Buffer.from(text.slice(at + 1))
		]);
	};
	return {
		lastLineEnd,
		decode(lines) {
			try {
				const text = strict.decode(lines);
				if (isForeign.at(lines, text) === void 0) return Buffer.from(text);
			} catch (error) {
				if (!(error instanceof TypeError)) throw error;
			}
			return Buffer.concat(splitLines(lines, lineEnd).map(decodeLine));
		}
	};
}
function isDecodable(strict, line) {
	try {
		strict.decode(line);
		return true;
	} catch {
		return false;
	}
}
function lineEndOf(encoding) {
	if (encoding === "utf-16le") return {
		bytes: Buffer.of(10, 0),
		width: 2
	};
	if (encoding === "utf-16be") return {
		bytes: Buffer.of(0, 10),
		width: 2
	};
	return {
		bytes: Buffer.of(10),
		width: 1
	};
}
/** The end of the last line before `before`; in UTF-16 the two bytes may also lie across two characters. */
function lineEndBefore(bytes, before, { bytes: end, width }) {
	let at = bytes.lastIndexOf(end, before - width);
	while (at !== -1 && at % width !== 0) at = at === 0 ? -1 : bytes.lastIndexOf(end, at - 1);
	return at === -1 ? 0 : at + width;
}
function splitLines(bytes, { bytes: end, width }) {
	const lines = [];
	let start = 0;
	for (let at = bytes.indexOf(end); at !== -1; at = bytes.indexOf(end, at + 1)) {
		if (at % width !== 0) continue;
		lines.push(bytes.subarray(start, at + width));
		start = at + width;
	}
	return start < bytes.length ? [...lines, bytes.subarray(start)] : lines;
}
/**
* What the decoder of the platform takes and the encoding does not have. It reads ASCII, ISO 8859-1 and their like as the code
* pages of Windows, and gives control characters for the bytes that those leave free. Nobody knows what such a byte was meant
* to be, and other readers tell something else.
*/
function foreignTo(label, encoding) {
	if (!encoding.startsWith("windows-")) return { at: () => void 0 };
	const found = (at) => at === -1 ? void 0 : at;
	if (/^(windows-|x-cp|cp)\d+$/.test(label)) return { at: (_bytes, text) => found(text.search(/[\u0080-\u009f]/)) };
	const end = /ascii|ansi/.test(label) ? 255 : 159;
	return { at: (bytes) => found(bytes.findIndex((byte) => byte >= 128 && byte <= end)) };
}
// packages/steps/src/data/checks/schema-parts.ts
/** The parts that the checks of a checks file share. */
const share = string().regex(/^(100|\d{1,2}(\.\d+)?)%$/, "is not a share: write it as 0.5%");
/** More failing rows than this, as a count or as a share of all rows. */
const limit = union([number().int().nonnegative(), share]);
const severity = _enum(["error", "warn"]).optional().describe("`warn` reports and does not fail; default error");
/** Whom a check is for and why it is there. */
const telling = {
	description: string().min(1).optional().describe("why the check is there; shown when it fails"),
	owner: string().min(1).optional().describe("who is to be asked when it fails"),
	tags: array(string().regex(/^[\w.-]+$/, "is no tag: letters, digits, . _ and -")).optional()
};
const where = string().min(1).optional().describe("only rows for which this SQL expression is true are looked at");
/** How bad it is when a check of rows fails. */
const options = {
	severity,
	warn: limit.optional().describe("warn when more rows than this fail the check, as a count or as 0.5%"),
	fail: limit.optional().describe("fail when more rows than this fail the check, as a count or as 0.5%"),
	where,
	...telling
};
/** A check in its short form, or as an object with `value` and how bad a failure is. */
const check = (value) => union([value, strictObject({
	value,
	...options
})]);
/** A check of the whole table passes or not: there is no number of failing rows to allow. */
const tableOptions = {
	severity,
	...telling
};
const tableCheck = (value) => union([value, strictObject({
	value,
	...tableOptions
})]);
/** A check of one figure of many rows: it is in its range or not. */
const figureOptions = {
	severity,
	where,
	...telling
};
const figureCheck = (value) => union([value, strictObject({
	value,
	...figureOptions
})]);
const count = number().int().nonnegative();
const ordered = (range) => range.refine(({ min, max }) => min !== void 0 || max !== void 0, "needs min, max or both").refine(({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) => min <= max, "has a min above its max");
const countRange = ordered(strictObject({
	min: count.optional(),
	max: count.optional()
}));
const numberRange = ordered(strictObject({
	min: number().optional(),
	max: number().optional()
}));
/** A number, or a share of one. */
const numberOrShare = union([number(), share]);
const metricRange = {
	min: numberOrShare.optional().describe("the least figure that is allowed, as a number or as 2%"),
	max: numberOrShare.optional().describe("the greatest figure that is allowed, as a number or as 30%")
};
const shareRange = strictObject({
	min: share.optional(),
	max: share.optional()
}).refine(({ min, max }) => min !== void 0 || max !== void 0, "needs min, max or both");
const duration = string().refine((text) => parseDuration(text) !== void 0, "is not a duration: write it as 90s, 5m, 24h");
// packages/steps/src/data/checks/schema-figures.ts
/** The checks of a column that look at one figure of many rows. */
const figures = {
	distinct: figureCheck(union([count, countRange])).optional().describe("different values: one number, or min and max"),
	"distinct-share": figureCheck(shareRange).optional().describe("different values as a share of all values: { min: 90% }"),
	includes: figureCheck(array(union([
		string(),
		number(),
		boolean()
	])).min(1)).optional().describe("values that must each occur"),
	smallest: figureCheck(numberRange).optional().describe("the least of the finite values"),
	largest: figureCheck(numberRange).optional().describe("the greatest of the finite values"),
	mean: figureCheck(numberRange).optional().describe("the mean of the finite values"),
	median: figureCheck(numberRange).optional().describe("half of the finite values are below, half above"),
	std: figureCheck(numberRange).optional().describe("the standard deviation of a sample (n - 1)"),
	sum: figureCheck(numberRange).optional().describe("the sum of the finite values"),
	quantiles: record(string().regex(/^(0(\.\d+)?|1(\.0+)?)$/, "is no quantile: write it as 0.95"), figureCheck(numberRange)).optional().describe("ranges of quantiles, as \"0.95\": { max: 60 }; between two values they are interpolated"),
	"most-common": figureCheck(share).optional().describe("the share of the values that one single value may have at most: 99% finds near-constant columns"),
	balance: figureCheck(shareRange).optional().describe("the share that each value of the column must have: { min: 10% }"),
	"max-age": figureCheck(duration).optional().describe("how old the newest date or timestamp may be, as 24h or 7d"),
	outliers: check(strictObject({
		method: _enum(["iqr", "z-score"]),
		factor: number().positive().optional().describe("default 1.5 of the iqr, 3 standard deviations")
	})).optional().describe("rows far from the others: beyond the quartiles by factor × their distance, or from the mean by factor × std")
};
// packages/steps/src/data/checks/schema-leakage.ts
/** Columns that give the label away. */
const leakage = array(strictObject({
	label: string().describe("the column that a model learns to tell"),
	max: union([share, number().min(0).max(1)]).optional().describe("of the rows that the most common label is wrong for, the share that one column may tell; default 95%"),
	columns: array(string()).min(1).optional().describe("the columns that are looked at; default all but the label"),
	except: array(string()).min(1).optional().describe("columns that are not looked at"),
	"min-rows": number().int().positive().optional().describe("fewer rows with a label tell nothing; default 200"),
	...figureOptions
})).min(1).optional().describe("no other column may tell the label by itself: it would not be there when the model is asked");
// packages/steps/src/data/checks/schema-related.ts
/** The checks that hold a source against another one. */
/** How drift is measured. */
const driftMeasures = [
	"psi",
	"jensen-shannon",
	"kolmogorov-smirnov",
	"wasserstein",
	"chi-square"
];
const threshold = number().nonnegative().optional();
const driftOptions = {
	measure: _enum(driftMeasures).optional().describe("default psi"),
	warn: threshold.describe("warn above this figure"),
	fail: threshold.describe("fail above this figure"),
	bins: _enum(["quantiles", "equal-width"]).optional().describe("of ordered values: tenths of the reference (default), or bins of one width over both"),
	"min-rows": number().int().positive().optional().describe("fewer values than these, here or in the reference, tell nothing; default 500"),
	where: figureOptions.where,
	description: figureOptions.description,
	owner: figureOptions.owner,
	tags: figureOptions.tags
};
const drift = union([
	boolean(),
	_enum(driftMeasures),
	strictObject(driftOptions)
]).optional().describe("how far the values may have moved from those of the reference; false: not even as all columns are asked");
const driftOfAll = union([
	boolean(),
	_enum(driftMeasures),
	strictObject({
		...driftOptions,
		except: array(string()).min(1).optional().describe("columns that are not compared")
	})
]).optional().describe("the drift of every column that the reference has too, but for keys and for columns with a drift of their own");
const references = check(strictObject({
	source: string().min(1),
	column: string().optional().describe("default: the same name")
})).optional().describe("each value must be in a column of another source");
/** The checks of a table against its reference. */
const relatedTable = {
	reference: string().min(1).optional().describe("the source that drift and changes are told against"),
	drift: driftOfAll,
	"row-change": tableCheck(share).optional().describe("how many more or fewer rows than the reference: at most 20%"),
	"same-columns": tableCheck(boolean()).optional().describe("true: the columns of the reference, and no others, of the same types"),
	overlap: array(strictObject({
		with: string().min(1).describe("a source"),
		columns: array(string()).min(1),
		severity: figureOptions.severity,
		warn: union([number().int().nonnegative(), share]).optional(),
		fail: union([number().int().nonnegative(), share]).optional(),
		where: figureOptions.where,
		description: figureOptions.description,
		owner: figureOptions.owner,
		tags: figureOptions.tags
	})).min(1).optional().describe("no row may be in another source as well, told by these columns: training data in test data")
};
/** What the figure of a check is held to against those of earlier runs. */
const history = array(strictObject({
	check: string().min(1).describe("the name of another check, as reports have it: body_mass_g mean, row-count"),
	last: number().int().positive().max(100).optional().describe("the runs that are looked back at; default 10"),
	"min-runs": number().int().min(2).optional().describe("fewer runs tell nothing, and the check is skipped; default 3"),
	"max-difference": threshold.describe("from the median of those runs"),
	"max-change": share.optional().describe("the same as a share of the median: 5%"),
	"max-z": threshold.describe("the same in robust standard deviations"),
	severity: figureOptions.severity,
	description: figureOptions.description,
	owner: figureOptions.owner,
	tags: figureOptions.tags
})).min(1).optional().describe("how far figures may be from those of earlier runs; needs the input history");
// packages/steps/src/data/checks/schema.ts
/** The schema of a checks file. Every object is strict: an unknown key is a mistake. docs/checks.md has a full example. */
const scalar = union([
	string(),
	number(),
	boolean()
]);
const bound = union([number(), string().min(1)]);
const columnName = string();
const dateFormat = string().regex(/^ISO8601$|%/, "is no format: write it as \"%d.%m.%Y\", or ISO8601");
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
	pii: boolean().optional().describe("true: personal data, whose values no report shows"),
	nullable: check(union([boolean(), share])).optional().describe("false (the default): no nulls; true: any; 2%: at most that share"),
	unique: check(boolean()).optional(),
	min: check(bound).optional().describe("the least value that is allowed"),
	max: check(bound).optional().describe("the greatest value that is allowed"),
	above: check(bound).optional().describe("values must be greater than this"),
	below: check(bound).optional().describe("values must be less than this"),
	in: check(array(scalar).min(1)).optional().describe("the only values that are allowed"),
	"not-in": check(array(scalar).min(1)).optional().describe("values that are not allowed"),
	matches: check(string().min(1)).optional().describe("a regular expression (RE2), found anywhere: anchor with ^ and $"),
	length: check(union([count, countRange])).optional().describe("characters: one number, or min and max"),
	finite: check(boolean()).optional().describe("false: NaN and infinities are allowed; default true for numbers"),
	"date-format": union([dateFormat, array(dateFormat).min(1)]).optional().describe("how dates and timestamps are written: a format of strptime, ISO8601, or several of them"),
	...figures,
	drift,
	references,
	...options
});
const character = string().regex(/^[\t -~]$/, "is not one ASCII character");
const encoding = string().refine(isEncoding, "is no encoding: write it as latin1, windows-1252 or utf-16le").optional().describe("default utf-8, or what a byte order mark says");
const csv = strictObject({
	encoding,
	delimiter: character.optional().describe("default a comma, a tab for .tsv"),
	quote: union([string().length(1), literal$1(false)]).optional().describe("default \""),
	header: union([literal$1(true), array(columnName).min(1)]).optional().describe("the names of the columns where the file has no header"),
	null: array(string()).min(1).optional().describe("unquoted cells that are null; default the empty cell")
}).refine(({ delimiter = ",", quote = "\"" }) => delimiter !== quote, "has one character as delimiter and as quote");
const uniqueTogether = union([array(columnName).min(2), strictObject({
	columns: array(columnName).min(1),
	nulls: _enum(["apart", "equal"]).optional().describe("equal: a null is a value like others; apart (the default): rows with a null are left out"),
	...options
})]);
const expression = strictObject({
	sql: string().min(1).describe("a boolean SQL expression over the columns of one row"),
	name: string().min(1).optional(),
	...options
});
const metric = strictObject({
	sql: string().min(1).describe("SQL over aggregates of all rows that makes one number: sum(a) / count(DISTINCT b)"),
	name: string().min(1).optional(),
	...metricRange,
	...figureOptions
});
const table = {
	columns: record(columnName, column).optional(),
	strict: tableCheck(boolean()).optional().describe("true: no columns besides those listed"),
	ordered: tableCheck(boolean()).optional().describe("true: the columns stand in the order listed"),
	unique: array(uniqueTogether).min(1).optional().describe("columns whose values are unique together"),
	"row-count": tableCheck(union([count, countRange])).optional().describe("rows: one number, or min and max"),
	...relatedTable,
	leakage,
	history,
	expressions: array(expression).min(1).optional(),
	metrics: array(metric).min(1).optional().describe("figures of all rows, each in its range"),
	format: _enum([
		"csv",
		"parquet",
		"jsonl",
		"arrow"
	]).optional().describe("where the name of a file does not tell"),
	"hive-partitions": boolean().optional().describe("true: key=value in the path of a Parquet file is a column"),
	csv: csv.optional(),
	"nan-is-null": boolean().optional().describe("true: NaN in columns of numbers is a null; default false"),
	jsonl: strictObject({ encoding }).optional()
};
const tableName = string().regex(/^[A-Za-z_]\w*$/, "is no name of a table: letters, digits and _");
const checksSchema = strictObject({
	version: literal$1(1),
	...table,
	tables: record(tableName, string().min(1).refine((entry) => !entry.startsWith("query:"), "is a query, and no file")).optional().describe("files, globs or s3:// addresses that queries read, by the names that they have there"),
	queries: record(string().regex(/^[\w.-]+$/, "is no name of a query: letters, digits, . _ and -"), string().min(1)).optional().describe("one SELECT each over the tables; the entry query:NAME of the list of sources is its result"),
	sources: record(string(), strictObject(table)).optional().describe("checks of one source, by its entry in the list of sources; they come on top of those above")
});
// packages/steps/src/data/checks/document.ts
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
/** Parses YAML or JSON, whatever it is about. */
function parseDocument(source, fileName) {
	if (source.length > largestBytes) throw checksInvalid(fileName, [{
		name: fileName,
		message: "is larger than 1 MB",
		place: fileName
	}]);
	const { value, problems, lineOf } = parseYaml(source, fileName);
	if (problems.length > 0) throw checksInvalid(fileName, problems);
	return {
		value,
		lineOf
	};
}
/** Holds a document against the schema of checks files. */
function fitChecks(value, fileName, lineOf) {
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
	const isObject = isRecord(valueAt$1(value, path));
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
	if (other !== void 0) return `here it is ${other}`;
	const known = keysAt(path);
	return known.includes(key) ? `write { value: { … }, ${key}: … }` : suggest(key, known);
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
		const definition = isRecord(schema) && isRecord(schema.def) ? schema.def : {};
		return [definition.valueType ?? definition.element];
	});
	return new Set(next.flatMap(unwrap));
}
function unwrap(schema) {
	if (!isRecord(schema) || !isRecord(schema.def)) return [];
	const { innerType, options } = schema.def;
	if (innerType !== void 0) return unwrap(innerType);
	return Array.isArray(options) ? options.flatMap(unwrap) : [schema];
}
function shapeOf(schema) {
	return isRecord(schema) && isRecord(schema.shape) ? schema.shape : void 0;
}
function valueAt$1(value, path) {
	return path.reduce((node, key) => isRecord(node) ? node[String(key)] : Array.isArray(node) ? node[Number(key)] : void 0, value);
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// packages/steps/src/data/sources/arrow/lz4-frame.ts
/**
* The content of an LZ4 frame, which is how Feather packs by default. Neither Node nor the engine gives us one, and the format is
* a page long: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and lz4_Block_format.md. Checksums are passed over.
*/
function unpackLz4Frame(frame, size) {
	const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
	if (frame.length < 7 || view.getUint32(0, true) !== 407708164) throw damaged("has no start");
	const flags = view.getUint8(4);
	const [hasBlockSums, hasSize, hasDictionary] = [
		flags & 16,
		flags & 8,
		flags & 1
	];
	let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
	const out = new Uint8Array(size);
	let filled = 0;
	for (;;) {
		if (at + 4 > frame.length) throw damaged("has no end");
		const header = view.getUint32(at, true);
		at += 4;
		if (header === 0) break;
		const length = header & 2147483647;
		const block = frame.subarray(at, at + length);
		if (block.length < length) throw damaged("has no end");
		if (header !== length) {
			if (filled + length > size) throw damaged("is longer than it says");
			out.set(block, filled);
			filled += length;
		} else filled = unpackBlock(block, out, filled);
		at += length + (hasBlockSums ? 4 : 0);
	}
	if (filled !== size) throw damaged("is shorter than it says");
	return out;
}
/** Unpacks one block behind what is there, which it may refer to; where it ends comes back. */
function unpackBlock(block, out, start) {
	let [at, to] = [0, start];
	const next = () => {
		const byte = block[at];
		if (byte === void 0) throw damaged("is cut off");
		at += 1;
		return byte;
	};
	/** A length of 15 goes on in bytes, as long as they are 255. */
	const lengthOf = (nibble) => {
		let length = nibble;
		for (let byte = nibble === 15 ? 255 : 0; byte === 255; length += byte) byte = next();
		return length;
	};
	for (;;) {
		const token = next();
		const literals = lengthOf(token >> 4);
		if (at + literals > block.length || to + literals > out.length) throw damaged("is cut off");
		out.set(block.subarray(at, at + literals), to);
		at += literals;
		to += literals;
		if (at === block.length) return to;
		const distance = next() | next() << 8;
		const length = lengthOf(token & 15) + 4;
		if (distance === 0 || distance > to || to + length > out.length) throw damaged("refers to nothing");
		if (distance >= length) out.copyWithin(to, to - distance, to - distance + length);
		else for (let step = 0; step < length; step += 1) out[to + step] = out[to + step - distance] ?? 0;
		to += length;
	}
}
const damaged = (what) => new FileFault(`is damaged: its LZ4 ${what}`);
// packages/steps/src/data/sources/arrow/bytes.ts
const utf8 = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
/** The text at a place; the library's own reader would put other characters for bytes that are not UTF-8. */
function readText(data, at) {
	try {
		return utf8.decode(readBytes(data, at));
	} catch (cause) {
		if (!(cause instanceof TypeError)) throw cause;
		throw new FileFault("has text that is not UTF-8", { cause });
	}
}
/** The bytes at a place of a column of text or bytes. */
function readBytes(data, at) {
	const { values, valueOffsets, variadicBuffers, type } = data;
	if (variadicBuffers !== void 0 && variadicBuffers.length + values.length > 0 && isView(type)) return viewed(values, variadicBuffers, at);
	if ("byteWidth" in type) {
		const width = Number(type.byteWidth);
		return cut(values, at * width, (at + 1) * width);
	}
	return cut(values, Number(valueOffsets[at]), Number(valueOffsets[at + 1]));
}
/** A view is 16 bytes: the length, then up to 12 bytes themselves, or the number of a buffer and a place in it. */
function viewed(views, buffers, at) {
	const view = cut(views, at * 16, at * 16 + 16);
	const numbers = new DataView(view.buffer, view.byteOffset, 16);
	const length = numbers.getInt32(0, true);
	if (length <= 12) return cut(view, 4, 4 + length);
	const start = numbers.getInt32(12, true);
	return cut(buffers[numbers.getInt32(8, true)] ?? /* @__PURE__ */ new Uint8Array(0), start, start + length);
}
function cut(bytes, from, to) {
	if (from >= 0 && from <= to && to <= bytes.length) return bytes.subarray(from, to);
	throw new FileFault("is damaged: a value ends behind its column");
}
/** Names of the library's types: text and bytes by views. */
const isView = (type) => /View$/.test(String(type));
// packages/steps/src/data/sources/arrow/whole.ts
/**
* Has the flatbuffers of the library refuse a list that is longer than the bytes it is in. They check nothing: one damaged
* byte in a footer makes a loop over 2^31 fields, and that ends the process when its memory is full.
*/
function boundVectors({ prototype }) {
	if (Object.hasOwn(prototype, bounded)) return;
	const lengthOf = prototype.__vector_len;
	Object.defineProperty(prototype, bounded, { value: true });
	prototype.__vector_len = function vectorLength(offset) {
		const length = lengthOf.call(this, offset);
		if (length >= 0 && length <= this.capacity()) return length;
		throw new FileFault("is damaged: a list in it is longer than the file");
	};
}
const bounded = Symbol("bounded");
/** Throws FileFault where a column says it has more values than there are bytes for. */
function assertWhole(data) {
	const { length, nullCount, nullBitmap, children } = data;
	if (String(data.type) === "Null") return;
	for (const child of children) assertWhole(child);
	const isShort = length > roomOf(data) || nullCount > 0 && length > nullBitmap.length * 8;
	if (length > 0 && isShort) throw new FileFault("is damaged: a column is shorter than it says");
}
/** How many values the buffers of a column have room for. */
function roomOf({ type, values, valueOffsets, children, stride }) {
	const name = String(type);
	if (name === "Bool") return values.length * 8;
	if (name.endsWith("View")) return values.length / 16;
	if (name.startsWith("FixedSizeList")) return (children[0]?.length ?? 0) / stride;
	return valueOffsets !== void 0 && valueOffsets.length > 0 ? valueOffsets.length - 1 : (values?.length ?? 0) / stride;
}
// packages/steps/src/data/sources/arrow/values.ts
/** The value at a place, or null. */
function valueAt({ read }, data, at) {
	return data.getValid(at) ? read(data, at) : null;
}
/** How values of a type are read; FileFault where the engine cannot keep them as they are. */
function readerOf(type, libraries) {
	const { arrow, duckdb } = libraries;
	const { DataType: is } = arrow;
	if (is.isNull(type)) return {
		type: duckdb.INTEGER,
		read: () => null
	};
	if (is.isBool(type)) return {
		type: duckdb.BOOLEAN,
		read: (data, at) => bit(data.values, data.offset + at)
	};
	if (is.isInt(type)) return plainReader(integerType(type.isSigned, type.bitWidth, duckdb));
	if (is.isFloat(type)) return floatReader(type.precision, libraries);
	if (is.isDecimal(type)) return decimalReader(type, duckdb);
	if (is.isUtf8(type) || is.isLargeUtf8(type) || is.isUtf8View(type)) return {
		type: duckdb.VARCHAR,
		read: readText
	};
	if (is.isBinary(type) || is.isLargeBinary(type) || is.isBinaryView(type) || is.isFixedSizeBinary(type)) return {
		type: duckdb.BLOB,
		read: (data, at) => duckdb.blobValue(readBytes(data, at))
	};
	if (is.isDate(type)) return dateReader(type.unit === arrow.DateUnit.DAY, duckdb);
	if (is.isTime(type)) return timeReader(type.unit, duckdb);
	if (is.isTimestamp(type)) return timestampReader(type.unit, Boolean(type.timezone), duckdb);
	if (is.isDictionary(type)) return dictionaryReader(type.dictionary, libraries);
	if (is.isList(type) || is.isLargeList(type) || is.isFixedSizeList(type)) return listReader(type, libraries);
	throw new FileFault(`has values of ${type}, which cannot be kept as they are`);
}
/** A value that must be there: a buffer that is too short is damage. */
function present(value) {
	if (value === void 0) throw new FileFault("is damaged: a column is shorter than it says");
	return value;
}
function plainReader(type) {
	return {
		type,
		read: (data, at) => present(data.values[at])
	};
}
function integerType(isSigned, bits, duckdb) {
	const { TINYINT, SMALLINT, INTEGER, BIGINT, UTINYINT, USMALLINT, UINTEGER, UBIGINT } = duckdb;
	const found = (isSigned ? [
		TINYINT,
		SMALLINT,
		INTEGER,
		BIGINT
	] : [
		UTINYINT,
		USMALLINT,
		UINTEGER,
		UBIGINT
	])[Math.log2(bits) - 3];
	return present(found);
}
function floatReader(precision, { arrow, duckdb }) {
	if (precision === arrow.Precision.DOUBLE) return plainReader(duckdb.DOUBLE);
	if (precision === arrow.Precision.SINGLE) return plainReader(duckdb.FLOAT);
	return {
		type: duckdb.FLOAT,
		read: (data, at) => half(present(data.values[at]))
	};
}
function half(bits) {
	const sign = bits & 32768 ? -1 : 1;
	const [exponent, fraction] = [bits >> 10 & 31, bits & 1023];
	if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : NaN;
	return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
function decimalReader({ precision, scale, bitWidth }, duckdb) {
	if (bitWidth !== 128 || precision < 1 || precision > 38 || scale < 0 || scale > precision) throw new FileFault(`has decimals of ${bitWidth} bits (${precision}, ${scale}), which cannot be kept`);
	return {
		type: duckdb.DECIMAL(precision, scale),
		read(data, at) {
			const unsigned = [
				3,
				2,
				1,
				0
			].map((word) => BigInt(present(data.values[at * 4 + word]))).reduce((sum, word) => sum << 32n | word, 0n);
			return duckdb.decimalValue(BigInt.asIntN(128, unsigned), precision, scale);
		}
	};
}
function dateReader(isDays, duckdb) {
	return {
		type: duckdb.DATE,
		read(data, at) {
			const value = present(data.values[at]);
			return duckdb.dateValue(isDays ? Number(value) : Number(exactly(BigInt(value), 86400000n)));
		}
	};
}
/** Units are those of the library: seconds, and thousandths of the one before. */
const microsOf = [
	1000000n,
	1000n,
	1n
];
function timeReader(unit, duckdb) {
	return {
		type: duckdb.TIME,
		read: (data, at) => duckdb.timeValue(micros(BigInt(present(data.values[at])), unit))
	};
}
function timestampReader(unit, hasZone, duckdb) {
	const value = (data, at) => present(data.values[at]);
	if (hasZone) return {
		type: duckdb.TIMESTAMPTZ,
		read: (data, at) => duckdb.timestampTZValue(micros(value(data, at), unit))
	};
	if (unit === 3) return {
		type: duckdb.TIMESTAMP_NS,
		read: (data, at) => duckdb.timestampNanosValue(value(data, at))
	};
	return {
		type: duckdb.TIMESTAMP,
		read: (data, at) => duckdb.timestampValue(micros(value(data, at), unit))
	};
}
function micros(value, unit) {
	const factor = microsOf[unit];
	const found = factor === void 0 ? exactly(value, 1000n) : value * factor;
	if (BigInt.asIntN(64, found) === found) return found;
	throw new FileFault("has a time that is too far away to be kept");
}
/** A whole part, where there is no rest. */
function exactly(value, divisor) {
	if (value % divisor === 0n) return value / divisor;
	throw new FileFault("has a date that is no whole day, or a time that is no whole microsecond");
}
/** The words of a dictionary are read once. */
function dictionaryReader(of, libraries) {
	const inner = readerOf(of, libraries);
	const read = /* @__PURE__ */ new WeakMap();
	return {
		type: inner.type,
		read(data, at) {
			const { dictionary } = data;
			if (dictionary === void 0) throw new FileFault("is damaged: a dictionary is missing");
			const words = read.get(dictionary) ?? dictionary.data.flatMap((chunk) => {
				assertWhole(chunk);
				return Array.from({ length: chunk.length }, (_, word) => valueAt(inner, chunk, word));
			});
			read.set(dictionary, words);
			return present(words[Number(present(data.values[at]))]);
		}
	};
}
function listReader(type, libraries) {
	const [child] = type.children ?? [];
	const inner = readerOf(present(child).type, libraries);
	const { duckdb } = libraries;
	const width = "listSize" in type ? Number(type.listSize) : void 0;
	return {
		type: duckdb.LIST(inner.type),
		read(data, at) {
			const items = present(data.children[0]);
			const [from, to] = width === void 0 ? [Number(present(data.valueOffsets[at])), Number(present(data.valueOffsets[at + 1]))] : [at * width, (at + 1) * width];
			if (from > to || to > items.length) throw new FileFault("is damaged: a list ends behind its values");
			return duckdb.listValue(Array.from({ length: to - from }, (_, item) => valueAt(inner, items, from + item)));
		}
	};
}
function bit(bytes, at) {
	return (present(bytes[at >> 3]) >> (at & 7) & 1) === 1;
}
// packages/steps/src/data/sources/arrow/file.ts
/** Rows that go to the engine at once: as many as it keeps together. */
const chunkRows = 2048;
/** The same rows and types as Parquet in the spill folder: the engine reads no Arrow without an extension. */
async function arrowAsParquet(file, options) {
	if (file.broken !== void 0) return file;
	const { signal, spill, entry } = options;
	const assertUnchanged = await guardFiles([file]);
	const digest = await digestFile(file, signal);
	const folder = join(spill.folder, "arrow");
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	const target = join(folder, `${spill.next()}.parquet`);
	spill.take(digest.bytes, entry);
	try {
		await convert(file.path, target, options);
	} catch (error) {
		await rm(target, { force: true });
		if (error instanceof FileFault) return {
			...file,
			digest,
			broken: error.message
		};
		throw error;
	}
	await assertUnchanged();
	spill.give(digest.bytes);
	spill.take((await stat(target)).size, entry);
	return {
		...file,
		digest,
		path: target
	};
}
async function convert(path, target, options) {
	const arrow = await import("./apache-arrow.js");
	boundVectors((await import("./flatbuffers2.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1))).ByteBuffer);
	const duckdb = await options.loadDuckDb();
	const handle = await open(path);
	const instance = await duckdb.DuckDBInstance.create(":memory:", {
		memory_limit: `${Math.floor(options.memoryBytes / 1e3)}kB`,
		temp_directory: join(options.spill.folder, "arrow"),
		max_temp_directory_size: `${Math.floor(options.spill.leftBytes / 1e3)}kB`,
		autoinstall_known_extensions: "false",
		autoload_known_extensions: "false"
	});
	try {
		await assertArrow(handle);
		takeCodecs(arrow, options.memoryBytes);
		const connection = await instance.connect();
		await lockTo(join(options.spill.folder, "arrow"), connection);
		const reader = await ofTheFile(async () => {
			return await (await arrow.RecordBatchReader.from(handle)).open();
		});
		const names = reader.schema.fields.map(({ name }) => name);
		assertNames(names);
		await append(reader, {
			columns: reader.schema.fields.map(({ type, name }) => named(name, () => readerOf(type, {
				arrow,
				duckdb
			}))),
			names,
			connection,
			duckdb,
			signal: options.signal
		});
		const copy = `COPY (SELECT ${names.map((name, at) => `c${at} AS "${name.replaceAll("\"", "\"\"")}"`).join(", ")} FROM rows) TO ${quote(target)} (FORMAT parquet)`;
		await byEngine(() => connection.run(copy));
		connection.closeSync();
	} finally {
		instance.closeSync();
		await handle.close();
	}
}
/** The engine of a conversion writes what it is told to, and reads nothing. */
async function lockTo(folder, connection) {
	const settings = [
		`allowed_directories = [${quote(folder)}]`,
		"enable_external_access = false",
		"lock_configuration = true"
	];
	for (const setting of settings) await connection.run(`SET ${setting}`);
}
async function append(reader, target) {
	const { columns, connection, signal } = target;
	const types = columns.map(({ type }, at) => `c${at} ${type}`);
	await byEngine(() => connection.run(`CREATE TABLE rows (${types.join(", ")})`));
	const appender = await connection.createAppender("rows");
	for (let index = 0; index < reader.numRecordBatches; index += 1) {
		signal.throwIfAborted();
		const batch = await ofTheFile(() => reader.readRecordBatch(index));
		if (batch === null) throw new FileFault("is damaged: it has fewer parts than it says");
		for (let from = 0; from < batch.numRows; from += chunkRows) {
			const chunk = await ofTheFile(async () => chunkOf$1(batch, from, target));
			await byEngine(async () => appender.appendDataChunk(chunk));
		}
	}
	await byEngine(async () => appender.closeSync());
}
function chunkOf$1(batch, from, { columns, names, duckdb }) {
	const rows = Math.min(chunkRows, batch.numRows - from);
	const chunk = duckdb.DuckDBDataChunk.create(columns.map(({ type }) => type), rows);
	for (const [at, column] of columns.entries()) {
		const data = batch.data.children[at];
		if (data === void 0 || data.length < batch.numRows) throw new FileFault("is damaged: a column is shorter than it says");
		if (from === 0) named(names[at] ?? "", () => assertWhole(data));
		chunk.setColumnValues(at, named(names[at] ?? "", () => Array.from({ length: rows }, (_, row) => valueAt(column, data, from + row))));
	}
	return chunk;
}
/** What is thrown while a file is read is about the file. */
async function ofTheFile(read) {
	try {
		return await read();
	} catch (cause) {
		if (cause instanceof FileFault || cause instanceof StepError) throw cause;
		throw new FileFault(`is no Arrow file that can be read: ${describeError(cause)}`, { cause });
	}
}
/** What the engine throws is about memory and disk, or about what it keeps no column as. */
async function byEngine(run) {
	try {
		return await run();
	} catch (cause) {
		const error = new EngineError(cause);
		if ([
			"Parser",
			"Binder",
			"Catalog",
			"Invalid Input",
			"Conversion"
		].includes(error.type)) throw new FileFault(`cannot be kept as it is: ${error.message}`, { cause });
		throw engineFailed(error, "an Arrow file could not be read");
	}
}
function named(name, read) {
	try {
		return read();
	} catch (cause) {
		if (!(cause instanceof FileFault)) throw cause;
		throw new FileFault(`${cause.message} (column "${name}")`, { cause });
	}
}
function assertNames(names) {
	const twice = names.find((name, at) => names.indexOf(name) !== at);
	if (names.length === 0) throw new FileFault("has no columns");
	if (names.includes("")) throw new FileFault("has a column without a name");
	if (twice !== void 0) throw new FileFault(`has two columns named "${twice}"`);
}
/** A file has the mark at both ends; a stream has none, and nobody could tell whether it is all there. */
async function assertArrow(handle) {
	const { size } = await handle.stat();
	const [start = "", end = ""] = (await Promise.all([0, Math.max(0, size - 6)].map(async (position) => (await handle.read(Buffer.alloc(6), 0, 6, position)).buffer))).map((bytes) => bytes.toString("latin1"));
	if (start.startsWith("FEA1")) throw new FileFault("is Feather version 1, which is not read: write version 2");
	if (start !== "ARROW1") throw new FileFault("is no Arrow file: it has no such start");
	if (end !== "ARROW1") throw new FileFault("is cut off: it has no footer");
}
/** The library unpacks nothing by itself. The length before the packed bytes says how large they are unpacked. */
function takeCodecs({ compressionRegistry, CompressionType }, mostBytes) {
	const sizeOf = (packed) => {
		const size = new DataView(packed.buffer, packed.byteOffset - 8, 8).getBigInt64(0, true);
		if (size >= 0n && size <= BigInt(mostBytes)) return Number(size);
		throw new FileFault("has a part that is larger than memory once it is unpacked");
	};
	compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (packed) => unpackLz4Frame(packed, sizeOf(packed)) });
	compressionRegistry.set(CompressionType.ZSTD, { decode(packed) {
		const size = sizeOf(packed);
		assertZstd();
		const unpacked = zlib$1.zstdDecompressSync(packed, { maxOutputLength: Math.max(size, 1) });
		if (unpacked.length !== size) throw new FileFault("is damaged: its zstd is shorter than it says");
		return unpacked;
	} });
}
// packages/steps/src/data/sources/plain/encoding.ts
/** What a file starts with, and the encoding that it tells. The longer mark first: that of UTF-32 starts as that of UTF-16. */
const marks = [
	{
		bytes: [
			255,
			254,
			0,
			0
		],
		encoding: "utf-32le"
	},
	{
		bytes: [
			0,
			0,
			254,
			255
		],
		encoding: "utf-32be"
	},
	{
		bytes: [
			239,
			187,
			191
		],
		encoding: "utf-8"
	},
	{
		bytes: [255, 254],
		encoding: "utf-16le"
	},
	{
		bytes: [254, 255],
		encoding: "utf-16be"
	}
];
/** A line that is longer than this is cut: the readers refuse it anyway. */
const longestLine = 1 << 24;
/** The mark at the start of a file. */
function markOf(start) {
	return marks.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte));
}
/** True where a file that starts so must be written anew to be read as UTF-8. */
function needsDecoding(start, declared) {
	const mark = markOf(start)?.encoding;
	return declared !== void 0 && !isUtf8Label(declared) || mark !== void 0 && mark !== "utf-8";
}
/**
* The text of a file in UTF-8, whole lines at a time. The mark goes first; FileFault where it is that of another encoding than
* the declared one. A line with bytes that are not of the encoding has a byte that is not UTF-8: the readers then leave out
* its row and name it, and read all others.
*/
async function* decoded(content, declared) {
	let rest = Buffer.alloc(0);
	let decoder;
	for await (const chunk of content) {
		rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		if (decoder === void 0) {
			if (rest.length < 4) continue;
			[decoder, rest] = start(rest, declared);
		}
		const end = rest.length > longestLine ? rest.length & -2 : decoder.lastLineEnd(rest);
		if (end > 0) yield decoder.decode(rest.subarray(0, end));
		rest = rest.subarray(end);
	}
	if (decoder === void 0) [decoder, rest] = start(rest, declared);
	if (rest.length > 0) yield decoder.decode(rest);
}
/** The decoder of a file that starts so, and what is behind its mark. */
function start(bytes, declared) {
	const mark = markOf(bytes);
	if (mark === void 0) return [lineDecoder(declared ?? "utf-8"), bytes];
	const { encoding } = mark;
	if (encoding === "utf-32le" || encoding === "utf-32be") throw new FileFault("is UTF-32, which is not read");
	if (declared !== void 0 && !isOf(declared, encoding)) throw new FileFault(`has the byte order mark of ${encoding}, not ${declared}`);
	return [lineDecoder(encoding), bytes.subarray(mark.bytes.length)];
}
/** `utf-16` alone leaves the order of the bytes to the mark. */
function isOf(declared, encoding) {
	const label = declared.toLowerCase();
	return new TextDecoder(label).encoding === encoding || label === "utf-16" && encoding === "utf-16be";
}
// packages/steps/src/data/sources/plain/plain-file.ts
/**
* The file as the readers want it: unpacked and in UTF-8, in the spill folder where it is not so itself. Ours read it more than
* once (header, quotes, rows), and the engine with all threads. What is hashed is the file itself.
*/
async function plainFile(file, options) {
	const { signal, format, encoding } = options;
	const compression = compressionOf(file.name);
	const start = compression === void 0 ? await startOf(file.path) : void 0;
	const isText = format === "csv" || format === "jsonl";
	if (start !== void 0 && !(isText && needsDecoding(start, encoding))) return file;
	const assertUnchanged = await guardFiles([file]);
	const digest = await digestFile(file, signal);
	const bytes = compression === void 0 ? createReadStream(file.path, {
		highWaterMark: 1 << 18,
		signal
	}) : unpacked(file.path, compression, signal);
	const plain = await write(file, isText ? decoded(bytes, encoding) : bytes, options);
	await assertUnchanged();
	if (file.path.startsWith(join(options.spill.folder, sep))) await discard(file.path, digest.bytes, options);
	const told = encoding ?? (start && markOf(start)?.encoding);
	return {
		...file,
		digest,
		...plain,
		...isText && told !== void 0 && { encoding: told }
	};
}
/** A download is not needed any more once it is unpacked. */
async function discard(path, bytes, { spill }) {
	await rm(path);
	spill.give(bytes);
}
async function write({ path }, content, { entry, spill, signal }) {
	const folder = join(spill.folder, "plain");
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	const target = join(folder, spill.next());
	let written = 0;
	const bounded = async function* () {
		for await (const chunk of content) {
			spill.take(chunk.length, entry);
			written += chunk.length;
			yield chunk;
		}
	};
	try {
		await pipeline(Readable.from(bounded()), createWriteStream(target, {
			flags: "wx",
			mode: 384,
			highWaterMark: 1 << 20
		}), { signal });
		return { path: target };
	} catch (error) {
		await rm(target, { force: true });
		spill.give(written);
		if (error instanceof FileFault) return {
			path,
			broken: error.message
		};
		throw error;
	}
}
async function startOf(path) {
	const handle = await open(path);
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await handle.close();
	}
}
// packages/steps/src/data/sources/query-plans.ts
const prefix = "query:";
/** True for an entry that is the result of a query of the checks file. */
const isQuery = (entry) => entry.startsWith(prefix);
/** The tables that queries read: their columns are typed as those of a source. */
function planTables(checks, reference) {
	const { document } = checks;
	return Object.entries(document.tables ?? {}).map(([name, entry]) => {
		const key = document.sources?.[entry] === void 0 ? void 0 : entry;
		return {
			name,
			entry,
			...planSource(document, key, checks, reference)
		};
	});
}
/** A query as a source: the files are those of its tables. */
function querySource(entry, tables) {
	return {
		source: {
			entry,
			format: "query",
			isTabbed: false,
			isPartitioned: false,
			files: [...new Set(tables.flatMap(({ opened }) => opened.source.files))]
		},
		csv: void 0,
		query: {
			name: entry.slice(6),
			tables
		}
	};
}
/** Entries that name a query which is not there. */
function strayQueries({ document, fileName }, entries) {
	const names = Object.keys(document.queries ?? {});
	return entries.filter((entry) => isQuery(entry) && !names.includes(entry.slice(6))).map((entry) => ({
		name: entry,
		message: "is no query of the checks file",
		place: fileName,
		fix: suggest(entry.slice(6), names)
	}));
}
// packages/steps/src/data/sources/s3/byte-ranges.ts
/** Ranges that are nearer than this are read as one: a request costs more than the bytes between. */
const nearBytes = 1 << 17;
/** The same bytes in few ranges, ascending, without those of `read`, which ends the object. */
function joinRanges(ranges, read) {
	const joined = [];
	for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
		const range = {
			start,
			end: Math.min(end, read.start)
		};
		const last = joined.at(-1);
		if (range.start >= range.end) continue;
		if (last === void 0 || range.start > last.end + nearBytes) joined.push(range);
		else joined[joined.length - 1] = {
			start: last.start,
			end: Math.max(last.end, range.end)
		};
	}
	return joined;
}
/** How many bytes some ranges have. */
const lengthOf = (ranges) => ranges.reduce((sum, { start, end }) => sum + end - start, 0);
// packages/steps/src/data/sources/s3/columns.ts
/** Smaller objects are read whole: one request is faster. */
const smallestBytes = 1 << 20;
/** Most footers are in these last bytes. */
const tailBytes = 65536;
/** Where more than this share is needed the object is read whole, which its digest then covers. */
const largestShare = .7;
/** Some writers count a chunk without the header of its last page (PARQUET-816). */
const chunkPadding = 128;
/**
* Reads the footer and the column chunks that are needed into a file of the size of the object, with holes for the others; all
* of one version, by its ETag. Undefined, and no file, where the object is better read whole, or is no Parquet.
*/
async function fetchColumns(session, object, path, options) {
	const { size, etag, uri, versionId } = object;
	if (size < smallestBytes) return void 0;
	const file = await open(path, "wx+", 384);
	const reader = new PartReader(session, object, file, options);
	try {
		await file.truncate(size);
		const tail = await reader.readTail();
		const plan = tail && await planParts(path, tail, size, options);
		if (tail !== void 0 && plan !== void 0) {
			const label = formatS3Uri(uri);
			for (const range of plan.ranges) await reader.read(range);
			const readBytes = reader.readBytes;
			return {
				name: label,
				bytes: size,
				digest: reader.digest(),
				part: {
					etag,
					...versionId !== void 0 && { versionId },
					readBytes,
					columns: plan.columns
				}
			};
		}
	} finally {
		await file.close();
	}
	await rm(path);
	options.spill.give(reader.readBytes);
}
/** Reads ranges of one version of an object into a file, and hashes where and what they are. */
var PartReader = class {
	#hash = createHash("sha256");
	#session;
	#object;
	#file;
	#options;
	#readBytes = 0;
	constructor(session, object, file, options) {
		this.#session = session;
		this.#object = object;
		this.#file = file;
		this.#options = options;
	}
	get readBytes() {
		return this.#readBytes;
	}
	digest() {
		return `sha256:${this.#hash.digest("hex")}`;
	}
	async read({ start, end }) {
		const { uri, etag, size } = this.#object;
		const { signal, log, spill, entry } = this.#options;
		spill.take(end - start, entry);
		this.#hash.update(`${start}-${end}\n`);
		const body = await readObject(this.#session, uri, {
			signal,
			ifMatch: etag,
			range: {
				start,
				end
			}
		});
		let at = start;
		for await (const chunk of body) {
			if (at + chunk.length > end) break;
			this.#hash.update(chunk);
			await this.#file.write(chunk, 0, chunk.length, at);
			at += chunk.length;
			this.#readBytes += chunk.length;
			log.progress({
				label: formatS3Uri(uri),
				done: this.#readBytes,
				total: size,
				unit: "bytes"
			});
		}
		if (at !== end) throw new Error(`S3 sent other bytes of "${formatS3Uri(uri)}" than ${start} to ${end}`);
	}
	/** The footer and what is before it; undefined where there is none. */
	async readTail() {
		const { size } = this.#object;
		const tail = {
			start: size - tailBytes,
			end: size
		};
		await this.read(tail);
		const { buffer } = await this.#file.read(Buffer.alloc(8), 0, 8, size - 8);
		const start = size - 8 - buffer.readUInt32LE(0);
		if (buffer.toString("latin1", 4) !== "PAR1" || start < 4) return void 0;
		if (start >= tail.start) return tail;
		await this.read({
			start,
			end: tail.start
		});
		return {
			start,
			end: size
		};
	}
};
/** What is to be read besides the tail, and for which columns; undefined for all. */
async function planParts(path, tail, size, options) {
	const rows = await footerOf(path, options);
	if (rows === void 0) return void 0;
	const chunks = rows.map(chunkOf);
	const columns = options.wanted([...new Set(chunks.flatMap(({ names }) => names))]);
	const used = chunks.filter(({ names }) => names.some((name) => columns.includes(name)));
	const wanted = used.flatMap(({ ranges }) => ranges ?? []);
	const isOdd = used.some(({ ranges }) => ranges === void 0) || wanted.some(({ start }) => start < 4 || start >= size);
	const ranges = joinRanges(wanted, tail);
	if (isOdd || lengthOf([...ranges, tail]) > size * largestShare) return void 0;
	return {
		columns,
		ranges
	};
}
async function footerOf(path, { loadDuckDb, spill, signal, memoryBytes }) {
	const duckdb = await loadDuckDb();
	const { folder, leftBytes: diskBytes } = spill;
	const engine = await openEngine({
		duckdb,
		spill: folder,
		paths: [path],
		memoryBytes,
		diskBytes,
		signal
	});
	try {
		return await engine.query(`SELECT path_in_schema AS path, dictionary_page_offset AS dictionary, data_page_offset AS data,
         total_compressed_size AS length, bloom_filter_offset AS bloom, bloom_filter_length AS bloom_length,
         index_page_offset AS page_index FROM parquet_metadata(${quote(path)})`);
	} catch (error) {
		if (error instanceof EngineError) return void 0;
		throw error;
	} finally {
		engine.close();
	}
}
/** The bytes of one column chunk, and the names that its column may have: of a nested one the path has several parts. */
function chunkOf(row) {
	const number = (key) => row[key] === null ? void 0 : Number(row[key]);
	const path = String(row.path);
	const names = [.../* @__PURE__ */ new Set([path, path.split(", ")[0] ?? path])];
	const [data, length, bloom, bloomLength] = [
		"data",
		"length",
		"bloom",
		"bloom_length"
	].map(number);
	if (data === void 0 || length === void 0 || number("page_index") !== void 0 || bloom !== void 0 && bloomLength === void 0) return {
		names,
		ranges: void 0
	};
	const dictionary = number("dictionary");
	const start = dictionary !== void 0 && dictionary >= 4 ? Math.min(dictionary, data) : data;
	const ranges = [{
		start,
		end: start + length + chunkPadding
	}];
	if (bloom !== void 0 && bloomLength !== void 0) ranges.push({
		start: bloom,
		end: bloom + bloomLength
	});
	return {
		names,
		ranges
	};
}
// packages/steps/src/data/sources/s3/source.ts
/** True for an entry that is read from S3. */
const isS3 = (entry) => entry.startsWith("s3://");
/**
* Streams the objects of an entry (one object, a prefix that ends in `/`, or a glob) into the spill folder: the engine
* has no network. Each is read as it was listed, or not at all. Of large Parquet only the columns that are needed are read.
*/
async function fetchObjects(entry, context, options) {
	const { spill, wanted } = options;
	const session = await context.aws.session(environmentOf(entry, context), context.signal);
	const objects = await findObjects(entry, session, context.signal);
	const isPartly = ({ uri }) => wanted !== void 0 && formatByName(uri.key) === "parquet";
	const whole = objects.filter((object) => !isPartly(object));
	spill.take(whole.reduce((sum, { size }) => sum + size, 0), entry);
	const folder = join(spill.folder, "objects");
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	const files = [];
	for (const object of objects) {
		const path = join(folder, spill.next());
		const digest = wanted !== void 0 && isPartly(object) ? await fetchSome(session, object, path, {
			...context,
			...options,
			wanted,
			entry
		}) : void 0;
		if (digest === void 0) await download(session, object, path, context);
		files.push({
			name: formatS3Uri(object.uri),
			path,
			...digest && { digest }
		});
	}
	return files;
}
/** Some columns of an object, or room for all of it where that is better. */
async function fetchSome(session, object, path, options) {
	try {
		const digest = await fetchColumns(session, object, path, {
			...options,
			memoryBytes: options.inputs.memory
		});
		if (digest === void 0) options.spill.take(object.size, options.entry);
		return digest;
	} catch (cause) {
		throw isAwsError(cause, "PreconditionFailed") ? changed(formatS3Uri(object.uri)) : cause;
	}
}
function changed(label) {
	return new StepError("SOURCE_CHANGED", {
		message: `"${label}" changed while it was read`,
		fix: "run again when nothing writes to it"
	});
}
/** The environment whose account reads an entry that is in AWS. */
function environmentOf(entry, { inputs, config }) {
	const environment = inputs.env ?? config?.environments.find(({ type }) => type === "ecr");
	if (environment?.type === "ecr") return environment;
	throw new StepError("SOURCE_INVALID", {
		message: `the source "${entry}" is in AWS, and no environment says whose account reads it`,
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
		if (pattern === void 0 ? formatByName(key) !== void 0 : posix.matchesGlob(key, pattern)) found.push(object);
	}
	return found.sort((a, b) => a.uri.key < b.uri.key ? -1 : 1);
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
	throw changed(label);
}
async function* counted(body, tell) {
	let done = 0;
	for await (const chunk of body) {
		done += chunk.length;
		yield chunk;
		tell(done);
	}
}
// packages/steps/src/data/sources/sample.ts
/**
* The first rows of a source of text, copied into a folder: the engine keeps what it cannot read only of files that it
* reads to their end. Row and line numbers stay those of the files.
*/
async function sampleText(source, rows, records, folder) {
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	const target = await realpath(folder);
	const files = [];
	let left = rows;
	for (const [index, { name, path }] of source.files.entries()) {
		if (left === 0) break;
		const copy = join(target, String(index));
		const prefix = new Prefix(left + (records.hasHeader ? 1 : 0), records.quote);
		await pipeline(prefix.of(createReadStream(path, { highWaterMark: 65536 })), createWriteStream(copy, { mode: 384 }));
		left -= Math.max(0, prefix.ended - (records.hasHeader ? 1 : 0));
		files.push({
			name,
			path: copy
		});
	}
	return {
		...source,
		files
	};
}
const [lineFeed, carriageReturn] = [10, 13];
/** The bytes of the first records of a file. */
var Prefix = class {
	/** Records that have ended so far; a last one without a line end counts. */
	ended = 0;
	#most;
	#quote;
	#isQuoted = false;
	#wasReturn = false;
	constructor(most, quote) {
		this.#most = most;
		this.#quote = quote?.charCodeAt(0);
	}
	async *of(chunks) {
		let isOpen = false;
		for await (const chunk of chunks) {
			const end = this.#endIn(chunk);
			yield chunk.subarray(0, end ?? chunk.length);
			if (end !== void 0) return;
			const last = chunk.at(-1);
			isOpen = last !== lineFeed && last !== carriageReturn;
		}
		if (isOpen) this.ended += 1;
	}
	/** Where the last record that is wanted ends in the chunk. */
	#endIn(chunk) {
		for (const [at, byte] of chunk.entries()) {
			if (this.#wasReturn && byte !== lineFeed && this.#end()) return at;
			this.#wasReturn = byte === carriageReturn && !this.#isQuoted;
			if (byte === this.#quote) this.#isQuoted = !this.#isQuoted;
			if (byte === lineFeed && !this.#isQuoted && this.#end()) return at + 1;
		}
	}
	/** Counts a record; true where it is the last that is wanted. */
	#end() {
		this.ended += 1;
		return this.ended === this.#most;
	}
};
// packages/steps/src/data/sources/used-columns.ts
/** Told by the names and types of the columns, or by the number of rows: no value is read. */
const ofTheFooter = /* @__PURE__ */ new Set([
	"readable",
	"header",
	"present",
	"strict",
	"ordered",
	"row-count",
	"row-change",
	"same-columns"
]);
/**
* The columns of an entry that all checks of a run look at, in it and from other sources. SQL is not parsed yet, and a rule may
* name columns in its own way: one whose name stands anywhere in their texts is taken for used.
*/
function wantedColumns(entry, checked) {
	const named = /* @__PURE__ */ new Set();
	const texts = [];
	const leftOut = [];
	for (const { entry: from, plan } of checked) for (const { rule, where = "", columns } of plan.checks) {
		if (!(from === entry || "source" in rule && rule.source === entry) || ofTheFooter.has(rule.kind)) continue;
		if (rule.kind === "leakage" && rule.features === void 0) return (names) => names;
		for (const column of columns) named.add(column.toLowerCase());
		texts.push(where.toLowerCase());
		if (rule.kind === "drift-of-all") {
			leftOut.push(rule.except);
			continue;
		}
		const { kind: _, ...asked } = rule;
		texts.push(...textsIn(asked).map((text) => text.toLowerCase()));
	}
	const words = new Set(texts.flatMap((text) => text.split(/[^a-z0-9_]+/)));
	const isUsed = (name) => {
		const lower = name.toLowerCase();
		if (leftOut.some((except) => !except.includes(name))) return true;
		if (named.has(lower) || words.has(lower)) return true;
		return !/^[a-z0-9_]+$/.test(lower) && texts.some((text) => text.includes(lower) || text.includes(lower.replaceAll("\"", "\"\"")));
	};
	return (names) => names.filter(isUsed);
}
function textsIn(value) {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
// packages/steps/src/data/sources/source-plans.ts
/** Finds the files of every source and plans its checks; all mistakes of the checks file are reported at once. */
async function openSources(context, checks, { spill, loadDuckDb }) {
	const { inputs } = context;
	const { document } = checks;
	const problems = [...emptyFile(checks)];
	const plans = inputs.sources.map((entry) => {
		const key = document.sources?.[entry] === void 0 ? void 0 : entry;
		const { plan, problems: mistakes } = planSource(document, key, checks, inputs.reference);
		problems.push(...mistakes);
		return {
			entry,
			plan: {
				...plan,
				checks: tagged(plan.checks, inputs.tags)
			}
		};
	});
	const asked = [.../* @__PURE__ */ new Set([...inputs.sources, ...plans.flatMap(({ plan }) => relatedEntries(plan))])];
	const tables = asked.some(isQuery) ? planTables(checks, inputs.reference) : [];
	problems.push(...tables.flatMap((table) => table.problems), ...strayQueries(checks, asked));
	const entries = [.../* @__PURE__ */ new Set([...asked.filter((entry) => !isQuery(entry)), ...tables.map(({ entry }) => entry)])];
	problems.push(...strayKeys(checks, [...entries, ...asked]));
	if (problems.length > 0) throw checksInvalid(checks.fileName, unlike(problems));
	assertTagged(plans.flatMap(({ plan }) => plan.checks), inputs.tags);
	const wantedOf = (entry) => tables.some((table) => table.entry === entry) ? void 0 : wantedColumns(entry, plans);
	const opened = /* @__PURE__ */ new Map();
	for (const entry of entries) {
		const options = {
			spill,
			loadDuckDb,
			wanted: wantedOf(entry)
		};
		opened.set(entry, await openSource(entry, context, document, options));
	}
	const open = (entry) => {
		if (isQuery(entry)) return querySource(entry, tables.map((table) => ({
			...table,
			opened: open(table.entry)
		})));
		const found = opened.get(entry);
		if (found === void 0) throw new Error(`"${entry}" was not opened`);
		return found;
	};
	return Promise.all(plans.map(async ({ entry, plan }, index) => ({
		...await sampleOf(open(entry), inputs.sample, spill.folder, String(index)),
		plan,
		related: new Map(relatedEntries(plan).map((other) => [other, open(other)]))
	})));
}
/** The checks with one of the tags, and what no run goes without: that the rows can be read. */
function tagged(checks, tags) {
	if (tags.length === 0) return checks;
	const isBuiltIn = ({ rule }) => rule.kind === "readable" || rule.kind === "header";
	return checks.filter((check) => isBuiltIn(check) || check.tags?.some((tag) => tags.includes(tag)));
}
/** A tag that no check has selects nothing, unseen. */
function assertTagged(checks, tags) {
	const known = [...new Set(checks.flatMap((check) => check.tags ?? []))];
	const unknown = tags.filter((tag) => !known.includes(tag));
	if (unknown.length === 0) return;
	throw new StepError("INPUT_INVALID", {
		message: "a mistake in the inputs of validate-data",
		fix: ({ help }) => help("validate-data"),
		problems: unknown.map((tag) => ({
			name: "tags",
			message: `no check has the tag "${tag}"`,
			fix: suggest(tag, known)
		}))
	});
}
/** Of text the first rows are copied; of Parquet the engine reads no more than it is asked for. */
async function sampleOf(opened, rows, spill, id) {
	const { source, csv } = opened;
	if (rows === void 0 || source.format !== "csv" && source.format !== "jsonl") return opened;
	const dialect = source.format === "csv" ? dialectOf(source, csv) : void 0;
	return {
		source: await sampleText(source, rows, {
			quote: dialect?.quote,
			hasHeader: dialect !== void 0 && dialect.names === void 0
		}, join(spill, `sample-${id}`)),
		csv
	};
}
/** Finds the files of an entry, and fetches, unpacks and decodes them where that is needed. */
async function openSource(entry, context, document, { spill, loadDuckDb, wanted }) {
	if (isAthena(entry)) return athenaSource(entry);
	const own = document.sources?.[entry];
	const declared = own?.format ?? document.format;
	const isParquet = declared === void 0 || declared === "parquet";
	const found = isS3(entry) ? await fetchObjects(entry, context, {
		spill,
		loadDuckDb,
		wanted: isParquet ? wanted : void 0
	}) : await findFiles(entry, context.files.root);
	const format = formatOf(entry, found, declared);
	const isTabbed = found.every(({ name }) => unpackedName(name).toLowerCase().endsWith(".tsv"));
	const files = [];
	const { csv = document.csv, jsonl = document.jsonl } = own ?? {};
	const encoding = (format === "csv" ? csv : format === "jsonl" ? jsonl : void 0)?.encoding;
	const { signal } = context;
	const memoryBytes = context.inputs.memory;
	for (const file of found) {
		const plain = await plainFile(file, {
			entry,
			format,
			encoding,
			spill,
			signal
		});
		const isArrow = format === "arrow";
		files.push(isArrow ? await arrowAsParquet(plain, {
			entry,
			spill,
			signal,
			memoryBytes,
			loadDuckDb
		}) : plain);
	}
	return {
		source: await stage({
			entry,
			format,
			isTabbed,
			isPartitioned: arePartitions(entry, format, own?.["hive-partitions"] ?? document["hive-partitions"]),
			files
		}, spill),
		csv
	};
}
/** The sources that the checks of a source look into besides it. */
function relatedEntries({ checks }) {
	return [...new Set(checks.flatMap(({ rule }) => "source" in rule && rule.source !== "" ? [rule.source] : []))];
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
	return [document, ...Object.values(document.sources ?? {})].some((part) => Object.keys(part.columns ?? {}).length > 0 || (part["row-count"] ?? part.unique ?? part.expressions ?? part.metrics ?? part["row-change"] ?? part["same-columns"] ?? part.drift ?? part.overlap ?? part.leakage) !== void 0) ? [] : [{
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
export { describeLimit as A, quote as B, see as C, statusOf as D, percent$1 as E, interpolate as F, readObject as G, typeOf$1 as H, aggregateKey as I, isQuantile as L, EngineError as M, engineFailed as N, total as O, openEngine as P, double as R, forPeople as S, isOfRows as T, headObject as U, toLiteral as V, listObjects as W, combineDigests as _, fitChecks as a, areEdgesSeen as b, parseTableName as c, openTable as d, untyped as f, typeOfNative as g, nothingRejected as h, checksInvalid as i, isHistory as j, worstFirst as k, checkSource as l, isThere as m, openSources as n, parseDocument as o, hasTypes as p, environmentOf as r, isAthena as s, openSource as t, localBackend as u, digestFile as v, seenText as w, forMachines as x, sha256 as y, identifier as z };
