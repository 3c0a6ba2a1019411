import "./rolldown-runtime.js";
import { r as passed, t as failed } from "./core-verdict.js";
import { t as plural } from "./core-plural.js";
import { _ as engineFailed, a as checkSource, b as loadDuckDb, c as untyped, d as sha256, g as EngineError, h as describeLimit, i as parseChecks, l as combineDigests, m as worstFirst, n as openSources, p as total, r as checksInvalid, s as shown, v as openEngine } from "./aws-s3.js";
import { n as StepError } from "./core-error-codes.js";
import { join } from "node:path";
import { realpath } from "node:fs/promises";
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
// packages/steps/src/data/measure/prepare.ts
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
// packages/steps/src/data/report/present.ts
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
// packages/steps/src/data/report/junit.ts
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
// packages/steps/src/data/report/report.ts
/** The JSON report. The same data and checks give the same bytes: nothing in it tells of time, machine or folder. */
function jsonReport({ checksFile, dataDigest, scope, sources, showValues }) {
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
			files: source.files.map(fileReport),
			...source.related === void 0 ? {} : { "held-against": source.related.map(({ entry, files }) => ({
				source: entry,
				files: files.map(fileReport)
			})) },
			checks: source.findings.map((finding) => findingReport(finding, showValues))
		}))
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}
const fileReport = ({ name, bytes, digest }) => ({
	name,
	...digest && {
		bytes,
		digest
	}
});
function findingReport(finding, showValues) {
	const { check } = finding;
	return {
		check: check.name,
		kind: check.rule.kind,
		columns: check.columns,
		demand: check.demand,
		status: finding.status,
		failing: Number(finding.failing),
		...finding.figure === void 0 ? {} : { figure: finding.figure.value },
		...check.where === void 0 ? {} : {
			where: check.where,
			rows: Number(finding.rows)
		},
		...check.limits.warn === void 0 ? {} : { "warn-above": describeLimit(check.limits.warn) },
		...check.limits.fail === void 0 ? {} : { "fail-above": describeLimit(check.limits.fail) },
		...finding.message === void 0 ? {} : { found: finding.message },
		...check.description === void 0 ? {} : { description: check.description },
		...check.owner === void 0 ? {} : { owner: check.owner },
		...check.tags === void 0 ? {} : { tags: check.tags },
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
// packages/steps/src/data/validate-data/run.ts
/** Checks every source, writes the reports and tells what failed. */
async function run(context) {
	const { inputs, files, log } = context;
	const spill = await realpath(await files.temporary("validate-data"));
	const text = inputs.infer ? await (await import("./steps-data-infer-infer.js")).inferChecks(context, spill) : await files.readText(inputs.checks);
	const checks = parseChecks(text, inputs.checks);
	const planned = await openSources(context, checks, spill);
	const engine = await openEngine({
		duckdb: await loadDuckDb(context),
		spill,
		paths: planned.flatMap(({ source, related }) => [source, ...[...related.values()].map((other) => other.source)].flatMap(({ files: some }) => some.map(({ path }) => path))),
		memoryBytes: inputs.memory,
		threads: inputs.threads,
		signal: context.signal
	});
	try {
		const expressions = await prepare(engine, checks, planned);
		const { maxFindings } = inputs;
		const common = {
			expressions,
			maxFindings,
			nowMs: context.clock.now(),
			sampleRows: inputs.sample,
			signal: context.signal
		};
		const sources = [];
		for (const [index, one] of planned.entries()) {
			const result = await checkSource(engine, one, {
				...common,
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
			scope: scopeOf(inputs),
			...inputs.sample === void 0 && { dataDigest: combineDigests(sources.flatMap(({ files: read }) => read.flatMap(({ digest }) => digest ?? []))) },
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
	if (input.scope !== wholeScope) log.warn(`this run looked at ${input.scope} only, and satisfies no gate`);
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
		scope: input.scope,
		...input.dataDigest !== void 0 && { dataDigest: input.dataDigest }
	};
	if (totals.verdict === "passed") return passed(outputs);
	return failed(`${totals.failed} of ${plural(totals.checks, "data check")} failed`, outputs);
}
/** What a run is of that leaves nothing out. */
const wholeScope = "all";
/** What a run looks at: a gate asks for all. */
function scopeOf({ sample, tags }) {
	const parts = [sample === void 0 ? [] : [`the first ${plural(sample, "row")} of each source`], tags.length === 0 ? [] : [`checks tagged ${tags.join(", ")}`]].flat();
	return parts.length === 0 ? wholeScope : parts.join(" and ");
}
export { run };
