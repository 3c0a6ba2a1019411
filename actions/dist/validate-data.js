import "./chunks/rolldown-runtime.js";
import { a as integer, d as rejected, f as string, i as file, l as oneOf, o as kind, r as environment, s as list, t as boolean, u as parsedAs } from "./chunks/core-input.js";
import { i as defineStep, t as runAction } from "./chunks/core-clock.js";
// packages/steps/src/data/validate-data/amounts.ts
const units = {
	MB: 1e6,
	GB: 1e9,
	TB: 0xe8d4a51000,
	MiB: 2 ** 20,
	GiB: 2 ** 30,
	TiB: 2 ** 40
};
/** An amount of memory in bytes: `512MB`, `2GB`, `1.5GiB`; at least 64 MB. */
const memory = amount("memory", 64e6);
/** An amount of disk in bytes, as that of memory; at least 1 MB. */
const disk = amount("disk", 1e6);
/** An amount of data in bytes, as that of memory; at least 1 MB. */
const bytes = amount("data", 1e6);
function amount(name, leastBytes) {
	return kind(name, "BYTES", (raw) => {
		const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)([MGT]i?B)$/.exec(raw) ?? [];
		const count = Math.floor(Number(digits) * (units[unit] ?? NaN));
		if (Number.isNaN(count) || digits === "") return rejected(`is no amount of ${name}`, "write it as 512MB, 2GB, 1.5TB or 1GiB");
		return count < leastBytes ? rejected(`is less than ${leastBytes / 1e6}MB, which is not enough to work with`) : parsedAs(count);
	}, { show: (count) => count % 1e9 === 0 ? `${count / 1e9}GB` : `${Math.floor(count / 1e6)}MB` });
}
// packages/steps/src/data/validate-data/permissions.ts
const glue = "arn:aws:glue:${region}:${account}";
/** What the step calls for sources in S3 and in Athena, and for a history in S3; local ones need nothing. */
const permissions = [
	{
		actions: ["s3:GetObject"],
		resources: ["arn:aws:s3:::${bucket}/*"]
	},
	{
		actions: ["s3:ListBucket"],
		resources: ["arn:aws:s3:::${bucket}"]
	},
	{
		actions: ["s3:GetObject", "s3:PutObject"],
		resources: ["arn:aws:s3:::${historyBucket}/*"]
	},
	{
		actions: ["s3:ListBucket"],
		resources: ["arn:aws:s3:::${historyBucket}"]
	},
	{
		actions: [
			"athena:GetQueryExecution",
			"athena:GetQueryResults",
			"athena:GetWorkGroup",
			"athena:StartQueryExecution",
			"athena:StopQueryExecution"
		],
		resources: ["arn:aws:athena:${region}:${account}:workgroup/${workgroup}"]
	},
	{
		actions: ["athena:GetTableMetadata"],
		resources: ["arn:aws:athena:${region}:${account}:datacatalog/${catalog}"]
	},
	{
		actions: [
			"glue:GetDatabase",
			"glue:GetPartitions",
			"glue:GetTable"
		],
		resources: [
			`${glue}:catalog`,
			`${glue}:database/\${database}`,
			`${glue}:table/\${databaseTable}`
		],
		implied: "athena:StartQueryExecution"
	},
	{
		actions: ["s3:GetBucketLocation"],
		resources: ["arn:aws:s3:::${resultBucket}"],
		implied: "athena:StartQueryExecution"
	},
	{
		actions: ["s3:PutObject"],
		resources: ["arn:aws:s3:::${resultBucket}/*"],
		implied: "athena:StartQueryExecution"
	},
	{
		actions: ["s3:GetObject"],
		resources: ["arn:aws:s3:::${resultBucket}/*"],
		implied: "athena:GetQueryResults"
	}
];
// packages/steps/src/data/validate-data/index.ts
const inputs = {
	checks: file({
		summary: "the file with the checks: ours, a pandera schema, a Great Expectations suite or a Soda contract",
		required: true,
		config: "data.checks"
	}),
	allowUnsupported: boolean({
		summary: "leave out what has no equal here in a checks file of another tool, and warn",
		default: false,
		config: "data.allow-unsupported"
	}),
	sources: list({
		summary: "files, globs or s3:// addresses of CSV, Parquet, JSON Lines or Arrow, query:NAME, or athena://database.table; each is checked as one table",
		required: true,
		config: "data.sources"
	}),
	reference: string({
		summary: "the source that drift and changes are told against, instead of the one in the checks file",
		config: "data.reference"
	}),
	history: string({
		summary: "a folder or s3:// prefix where the figures of each run are kept, for checks that look back",
		config: "data.history"
	}),
	report: file({
		summary: "the folder for report.json, report.html and junit.xml",
		default: ".ml-ci/validate-data"
	}),
	showValues: oneOf([
		"none",
		"masked",
		"all"
	], {
		summary: "how much of the failing values reports and messages show; masked shows their shape only",
		default: "all",
		sharedDefault: "masked"
	}),
	maxFindings: integer({
		summary: "failing rows that are named for each check",
		default: 10,
		min: 0,
		max: 1e3
	}),
	infer: boolean({
		summary: "write the checks file first, from the first source: a draft with the figures that were observed; a file that is there is never overwritten",
		default: false
	}),
	sample: integer({
		summary: "read so many rows of each source only, the first ones: for a quick look; such a run says so everywhere and satisfies no gate",
		min: 1
	}),
	tags: list({
		summary: "only the checks with one of these tags; such a run satisfies no gate either",
		default: []
	}),
	memory: memory({
		summary: "memory for the engine; what needs more goes to disk",
		default: 2e9
	}),
	disk: disk({
		summary: "disk for temporary files: S3 objects, unpacked files and the engine; by default half of what is free",
		config: "data.disk"
	}),
	threads: integer({
		summary: "threads of the engine; by default one for each processor",
		min: 1,
		max: 512
	}),
	athenaWorkgroup: string({
		summary: "the workgroup of Athena that athena:// sources are read in",
		default: "primary",
		config: "data.athena.workgroup"
	}),
	athenaOutput: string({
		summary: "where Athena writes the results of queries, as s3://bucket/prefix/; by default where the workgroup says",
		config: "data.athena.output"
	}),
	athenaScanLimit: bytes({
		summary: "what the queries of a run may scan in Athena, all together; the query that goes beyond is ended",
		default: 1e11,
		config: "data.athena.scan-limit"
	}),
	env: environment({ summary: "the environment whose account reads s3:// and athena:// sources; by default the first" })
};
/** The step that checks data files against a checks file. */
const validateData = defineStep({
	name: "validate-data",
	summary: "Check data against rules: columns, types, values, keys, figures, drift, label leakage and SQL of your own",
	inputs,
	outputs: {
		rows: {
			summary: "rows of all sources that could be read",
			type: "integer"
		},
		checks: {
			summary: "checks of all sources",
			type: "integer"
		},
		failedChecks: {
			summary: "checks that failed",
			type: "integer"
		},
		warnedChecks: {
			summary: "checks that warned",
			type: "integer"
		},
		failingRows: {
			summary: "rows that break a check that failed or warned, added up over those checks",
			type: "integer"
		},
		report: { summary: "the path of the JSON report" },
		html: { summary: "the path of the HTML report" },
		junit: { summary: "the path of the JUnit report" },
		reportDigest: { summary: "the sha256 of the JSON report" },
		scope: { summary: "all, or what was looked at: \"the first 1000 rows of each source\", \"checks tagged labels\"" },
		dataDigest: {
			summary: "the sha256 over the digests of all files (or of what was read of them), in order; none of a sample, nor with a source in Athena",
			optional: true
		}
	},
	permissions,
	run: async (context) => (await import("./chunks/steps-data-validate-data-run.js")).run(context)
});
// \0action:validate-data
await runAction(validateData);
export {};
