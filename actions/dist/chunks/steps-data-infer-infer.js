import "./rolldown-runtime.js";
import { n as StepError } from "./core-error-codes.js";
import { B as quote, E as percent, P as openEngine, _ as combineDigests, d as openTable, m as isThere, t as openSource, v as digestFile } from "./aws-s3.js";
import { t as plural } from "./core-plural.js";
// packages/steps/src/data/infer/column-facts.ts
/** Words that other tools write for null. */
const nullWords = [
	"NA",
	"N/A",
	"null",
	"NULL",
	"None",
	"NaN",
	"nan"
];
const textTypes = [
	"integer",
	"number",
	"boolean",
	"date",
	"timestamp"
];
/** Looks at every column, in three passes over the rows. */
async function observe(engine, table) {
	const names = table.columns.map(({ name }) => name);
	const [reading = "strict"] = table.readings.slice(-1);
	const from = `(${table.scan(names, reading)})`;
	const types = table.isText ? await textTypesOf(engine, names, from, table) : nativeTypesOf(table);
	const cells = types.map(({ type, words }, at) => {
		const cell = words.length === 0 ? `k${at}` : `CASE WHEN ${table.text(`k${at}`)} NOT IN (${words.map(quote).join(", ")}) THEN k${at} END`;
		return {
			cell: table.typed(cell, type),
			type
		};
	});
	const aggregates = cells.flatMap(({ cell, type }, at) => aggregatesOf(cell, type).map((sql, index) => `${sql} AS a${at}_${index}`));
	const [row] = await engine.query(`SELECT count_if(good) AS total, ${aggregates.join(", ")} FROM ${from}`);
	const total = Number(row?.total);
	const columns = [];
	for (const [at, { cell, type }] of cells.entries()) {
		const [values = 0, distinct = 0, min, max, mean, std] = Array.from({ length: 6 }, (_, index) => row?.[`a${at}_${index}`]);
		columns.push({
			name: names[at] ?? "",
			type,
			values: Number(values),
			nulls: total - Number(values),
			distinct: Number(distinct),
			min: textOf(min),
			max: textOf(max),
			mean: numberOf(mean),
			std: numberOf(std),
			members: Number(distinct) <= 20 && type === "string" ? await membersOf(engine, cell, from) : [],
			nullWords: types[at]?.words ?? []
		});
	}
	return {
		rows: total,
		columns
	};
}
function nativeTypesOf({ columns }) {
	return columns.map(({ type }) => ({
		type: type === "other" ? void 0 : type,
		words: []
	}));
}
async function textTypesOf(engine, names, from, table) {
	const words = nullWords.map(quote).join(", ");
	const asked = names.flatMap((_, at) => {
		const text = table.text(`k${at}`);
		const isWord = `${text} IN (${words})`;
		return [
			`count(${text}) AS n${at}`,
			`list(DISTINCT ${text} ORDER BY ${text}) FILTER (WHERE ${isWord}) AS w${at}`,
			...textTypes.map((type) => `count_if(${text} IS NOT NULL AND NOT ${isWord} AND ${table.typed(`k${at}`, type)} IS NULL) AS ${type}${at}`),
			...textTypes.map((type) => `count_if(NOT ${isWord} AND ${table.typed(`k${at}`, type)} IS NOT NULL) AS some_${type}${at}`)
		];
	});
	const [row] = await engine.query(`SELECT ${asked.join(", ")} FROM ${from}`);
	return names.map((_, at) => {
		const type = textTypes.find((each) => Number(row?.[`${each}${at}`]) === 0 && Number(row?.[`some_${each}${at}`]) > 0);
		const found = row?.[`w${at}`];
		return {
			type: type ?? "string",
			words: type !== void 0 && Array.isArray(found) ? found.map(String) : []
		};
	});
}
function aggregatesOf(cell, type) {
	const isNumber = type === "integer" || type === "number";
	const number = `CASE WHEN isfinite(CAST(${cell} AS DOUBLE)) THEN CAST(${cell} AS DOUBLE) END`;
	const edge = type === "string" ? `length(${cell})` : type === void 0 || type === "boolean" ? "NULL" : cell;
	return [
		`count(${cell})`,
		`count(DISTINCT ${cell})`,
		`CAST(min(${isNumber && type === "number" ? number : edge}) AS VARCHAR)`,
		`CAST(max(${isNumber && type === "number" ? number : edge}) AS VARCHAR)`,
		isNumber ? `avg(${number})` : "NULL",
		isNumber ? `stddev_samp(${number})` : "NULL"
	];
}
async function membersOf(engine, cell, from) {
	return (await engine.query(`SELECT ${cell} AS value, count(*) AS rows FROM ${from} WHERE ${cell} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`)).map(({ value, rows: count }) => ({
		value: String(value),
		rows: Number(count)
	}));
}
const textOf = (value) => value === null || value === void 0 ? void 0 : String(value);
const numberOf = (value) => value === null || value === void 0 ? void 0 : Number(value);
// packages/steps/src/data/infer/write-checks.ts
/** Fewer rows than these say nothing of what a column holds. */
const fewRows = 20;
/** A first checks file: what holds for the data that was looked at, with its figures beside each line. */
function writeChecks({ source, digest, rows, columns }) {
	const words = [...new Set(columns.flatMap(({ nullWords }) => nullWords))].sort();
	return `${[
		`# A first draft, from ${line(source)} (${plural(rows, "row")}, ${digest}).`,
		"# It says what these rows are, not what all must be: read each line, and mend the ranges. docs: checks.md",
		"version: 1",
		"",
		`row-count: { min: ${Math.max(1, Math.floor(rows / 2))} } # ${rows}`,
		...words.length === 0 ? [] : [`csv: { null: ["", ${words.map(scalar).join(", ")}] }`],
		"strict: true",
		"",
		"columns:",
		...columns.flatMap((column) => columnLines(column, rows))
	].join("\n")}\n`;
}
function columnLines(column, rows) {
	const { name, type, values, nulls, distinct } = column;
	const told = [
		plural(values, "value"),
		`${distinct} different`,
		...figuresOf(column)
	].join(", ");
	if (type === void 0 || values === 0) return [`  ${scalar(name)}: { nullable: true } # ${values === 0 ? "only nulls" : told}`];
	return [
		`  ${scalar(name)}:`,
		`    type: ${type} # ${told}`,
		...nulls === 0 ? [] : [`    nullable: ${nullShare(nulls, rows)} # ${plural(nulls, "null")} (${percent(BigInt(nulls), BigInt(rows))})`],
		...isKey(column) ? ["    unique: true"] : [],
		...rangeLines(column),
		...memberLines(column)
	];
}
function figuresOf({ type, min, max, mean, std }) {
	if (min === void 0 || max === void 0) return [];
	return [type === "string" ? `${min} to ${max} characters` : `${min} to ${max}`, ...mean === void 0 || std === void 0 ? [] : [`mean ${short(mean)}`, `std ${short(std)}`]];
}
function isKey({ type, values, distinct }) {
	return values >= fewRows && values === distinct && (type === "integer" || type === "string");
}
/** Ends that are round numbers of the size of the range: the next file is not the first one. */
function rangeLines({ type, min, max, values }) {
	if (min === void 0 || max === void 0 || values < fewRows) return [];
	if (type !== "integer" && type !== "number") return [];
	const [low, high] = [Number(min), Number(max)];
	if (![low, high].every(Number.isFinite) || Math.max(Math.abs(low), Math.abs(high)) > Number.MAX_SAFE_INTEGER) return [];
	const size = high - low || Math.abs(high) || 1;
	const step = 10 ** (Math.floor(Math.log10(size)) - 1);
	const unit = type === "integer" ? Math.max(1, step) : step;
	const [from, to] = [Math.floor(low / unit) * unit, Math.ceil(high / unit) * unit];
	return [`    min: ${round(from, unit)}`, `    max: ${round(to, unit)}`];
}
function memberLines({ members, values }) {
	if (members.length === 0 || members.length > 20 || values < members.length * 5) return [];
	return [`    in: [${members.map(({ value }) => scalar(value)).join(", ")}] # ${members.map(({ rows }) => rows).join(", ")}`];
}
/** The next of 1, 2, 5, 10, 20 and 50 %. */
function nullShare(nulls, rows) {
	const share = [
		1,
		2,
		5,
		10,
		20,
		50
	].find((each) => nulls / rows * 100 <= each);
	return share === void 0 ? "true" : `${share}%`;
}
/** What the multiplication by a power of ten left behind a number is cut off. */
function round(value, unit) {
	return Number(value.toFixed(Math.max(0, -Math.floor(Math.log10(unit)))));
}
const short = (value) => Number(value.toPrecision(4));
/** A text as a value of YAML: in quotes, since `no`, `1.0` and `2024-01-01` are values of their own. */
const scalar = (text) => /^[A-Za-z_][\w-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n|nan|inf)$/i.test(text) ? text : JSON.stringify(text);
/** Text in a comment stays on its line. */
const line = (text) => JSON.stringify(text).slice(1, -1);
// packages/steps/src/data/infer/infer.ts
/** Writes a first checks file from the first source, and gives its text. A file that is there is never overwritten. */
async function inferChecks(context, open) {
	const { inputs, files, log, plan, signal } = context;
	const path = files.resolve(inputs.checks);
	if (await isThere(path)) throw new StepError("INPUT_INVALID", {
		message: `"${inputs.checks}" is there already, and is not overwritten`,
		fix: ({ input }) => `leave ${input("infer")} out to check the data with it, or name another file`,
		problems: []
	});
	const [entry = ""] = inputs.sources;
	const opened = await openSource(entry, context, { version: 1 }, {
		...open,
		wanted: void 0
	});
	const engine = await openEngine({
		duckdb: await open.loadDuckDb(),
		spill: open.spill.folder,
		diskBytes: open.spill.leftBytes,
		paths: opened.source.files.map(({ path: file }) => file),
		memoryBytes: inputs.memory,
		threads: inputs.threads,
		signal
	});
	try {
		const table = await openTable(engine, opened, { types: /* @__PURE__ */ new Map() }, {
			id: "infer",
			queries: /* @__PURE__ */ new Map()
		});
		const [unreadable] = table.unreadable;
		if (unreadable !== void 0) throw new StepError("SOURCE_INVALID", {
			message: `"${unreadable.file}" cannot be read: ${unreadable.reason}`,
			fix: "mend the file, or name another source"
		});
		const observed = await observe(engine, table);
		const digests = await Promise.all(opened.source.files.map((file) => digestFile(file, signal)));
		const text = writeChecks({
			source: entry,
			digest: combineDigests(digests.map((each) => each.digest)),
			...observed
		});
		if (plan.active) plan.would(`write ${inputs.checks}`, "local files");
		else await files.write(path, text);
		log.info(`wrote ${inputs.checks}: a first draft, from ${observed.columns.length} columns of ${entry}`);
		return text;
	} finally {
		engine.close();
	}
}
export { inferChecks };
