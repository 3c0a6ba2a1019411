// packages/core/src/shell.ts
/** A word for a POSIX shell that means exactly `text`. */
function shellQuote(text) {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
/** `export NAME='value'`, for a file that a shell sources. */
function exportLine(name, value) {
	return `export ${name}=${shellQuote(value)}`;
}
/** The statements of a file that consists of such lines; a quoted value may go over several lines. */
function statementsOf(text) {
	const statements = [];
	let open = "";
	for (const line of text.split("\n")) {
		open = open === "" ? line : `${open}\n${line}`;
		if (!/^(?:[^'\\]|\\.|'[^']*')*$/s.test(open)) continue;
		if (open !== "") statements.push(open);
		open = "";
	}
	return open === "" ? statements : [...statements, open];
}
export { shellQuote as n, statementsOf as r, exportLine as t };
