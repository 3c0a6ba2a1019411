let segmenter: Intl.Segmenter | undefined; // made when it is needed: most texts are ASCII

/** Blocks that terminals draw two cells wide: East Asian Wide and Fullwidth of Unicode's EastAsianWidth.txt. */
const wide =
  /^[\u1100-\u115f\u231a\u231b\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const emoji = /^\p{Emoji_Presentation}|^\p{Extended_Pictographic}\ufe0f/u;
const invisible = /^[\p{Mark}\p{Cf}\p{Cc}]+$/u;
const ascii = /^[\u0020-\u007e]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no room
const colours = /\u001b\[[0-9;]*m/g;

/** How many cells of a terminal a text takes; colours take none. */
export function widthOf(text: string): number {
  const plain = text.replaceAll(colours, '');
  if (ascii.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of graphemesOf(plain)) width += cellsOf(segment);
  return width;
}

/** The text, cut with a mark where it is wider than `width`. It has no colours. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 0;
  for (const { segment } of graphemesOf(text)) {
    used += cellsOf(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The lines of a text that is wider than `width`, broken between words; those after the first begin with `indent`. */
export function wrap(text: string, width: number, indent: string): string[] {
  const room = width - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(/(?<=\S)(?= )/)) {
    // what fits nowhere stays where it is: a digest on a narrow terminal
    if (line.trim() === '' || widthOf(line + piece) <= width || widthOf(piece.trim()) > room) {
      line += piece;
    } else {
      lines.push(line);
      line = indent + piece.trim();
    }
  }
  return [...lines, line];
}

/** The text with blanks after it, so that it takes `width` cells. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

function graphemesOf(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

function cellsOf(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  // the voiced marks of halfwidth kana join what is before them, and take a cell all the same
  const marks = grapheme.slice(1).match(/[\uff9e\uff9f]/g)?.length ?? 0;
  return marks + (wide.test(grapheme) || emoji.test(grapheme) ? 2 : 1);
}
