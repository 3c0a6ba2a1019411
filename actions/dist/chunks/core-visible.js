// packages/core/src/visible.ts
/**
* What nobody sees, and what makes the text around it read as something else: controls but for tab and line ends,
* directions of writing (https://www.unicode.org/reports/tr9/), spaces without width, tags, halves of characters.
*/
const unseen = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** The text with such characters by their numbers, as `⟨U+202E⟩`. It is for readers; every format escapes it after. */
function visible(text) {
	return text.replaceAll(unseen, (character) => {
		return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
	});
}
export { visible as t };
