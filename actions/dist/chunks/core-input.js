import { r as parseDuration, t as durationText } from "./core-duration.js";
// packages/core/src/input.ts
/** A factory of inputs of one kind: `const port = kind('port', 'PORT', parsePort)`, then `port({ summary: … })`. */
function kind(name, placeholder, parse, { isFlag = false, show = showPlain } = {}) {
	return (options) => ({
		kind: name,
		placeholder,
		options,
		isFlag,
		defaultText: shownBy(show, options.default),
		sharedDefaultText: shownBy(show, options.sharedDefault),
		parse
	});
}
function shownBy(show, value) {
	return value === void 0 ? void 0 : show(value) || void 0;
}
function showPlain(value) {
	return Array.isArray(value) ? value.join(",") : String(value);
}
/** A parsed value. */
const parsedAs = (value) => ({
	ok: true,
	value
});
/** A value that was not understood: the message continues `"<raw>" …`. */
const rejected = (message, fix) => fix === void 0 ? {
	ok: false,
	message
} : {
	ok: false,
	message,
	fix
};
/** Text on one line, without control characters. */
const string = kind("string", "TEXT", (raw) => /[\u0000-\u001f\u007f]/.test(raw) ? rejected("has control characters or more than one line") : parsedAs(raw));
/** `true` or `false`; on the command line a flag, with `--no-…` for false. */
const boolean = kind("boolean", "", (raw) => raw === "true" ? parsedAs(true) : raw === "false" ? parsedAs(false) : rejected("is not true or false"), {
	isFlag: true,
	show: (value) => value ? "true" : ""
});
/** A whole number, from `min` to `max` where those are given. */
function integer(options) {
	return kind("integer", "N", (raw) => {
		if (!/^-?\d{1,15}$/.test(raw)) return rejected("is not a whole number");
		const value = Number(raw);
		if (options.min !== void 0 && value < options.min) return rejected(`is less than ${options.min}`);
		if (options.max !== void 0 && value > options.max) return rejected(`is more than ${options.max}`);
		return parsedAs(value);
	})(options);
}
/** A length of time in milliseconds: `90s`, `5m`, `2h`, `1h30m`. */
const duration = kind("duration", "DURATION", (raw) => {
	const ms = parseDuration(raw);
	return ms === void 0 ? rejected("is not a duration", "write it as 90s, 5m, 2h or 1h30m") : parsedAs(ms);
}, { show: durationText });
/** Several values, separated by commas or lines; blank ones are dropped. */
const list = kind("list", "A,B,…", (raw) => parsedAs(raw.split(/[,\n]/).map((part) => part.trim()).filter((part) => part !== "")));
/** One of a few words. */
function oneOf(words, options) {
	return kind("oneOf", words.join("|"), (raw) => {
		const word = words.find((candidate) => candidate === raw);
		return word === void 0 ? rejected(`is not one of ${words.join(", ")}`) : parsedAs(word);
	})(options);
}
/** The path of a file or folder, absolute or from the configuration's folder; it is not opened here. */
const file = kind("file", "PATH", (raw) => raw.includes("\0") ? rejected("is not a path") : parsedAs(raw));
/** An environment of `ml-ci.yml` by its name. */
const environment = kind("environment", "ENV", (raw, { environments }) => {
	const found = environments.find(({ name }) => name === raw);
	if (found) return parsedAs(found);
	const known = environments.map(({ name }) => name).join(", ");
	return rejected("is no environment", known === "" ? "add it under environments in ml-ci.yml" : `use one of ${known}`);
});
/** The texts of an input that is a list. */
function listOf(value) {
	return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
/** The text of an input that may be unset. */
function textOf(value) {
	return typeof value === "string" ? value : void 0;
}
export { integer as a, listOf as c, rejected as d, string as f, file as i, oneOf as l, duration as n, kind as o, textOf as p, environment as r, list as s, boolean as t, parsedAs as u };
