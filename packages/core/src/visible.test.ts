import { describe, expect, it } from 'vitest';
import { printable } from './host/paint.ts';
import { escapeMarkdown } from './markdown.ts';
import { visible } from './visible.ts';

describe('visible', () => {
  it.each([
    ['what turns the text around', 'a\u202Egnp.exe', 'a⟨U+202E⟩gnp.exe'],
    ['isolates and marks', '\u2066a\u2069\u200F\u061C', '⟨U+2066⟩a⟨U+2069⟩⟨U+200F⟩⟨U+061C⟩'],
    ['NUL and escape', '\u0000\u001b[31m', '⟨U+0000⟩⟨U+001B⟩[31m'],
    ['what takes no room', 'pay\u200Bpal\uFEFF\u00AD', 'pay⟨U+200B⟩pal⟨U+FEFF⟩⟨U+00AD⟩'],
    ['letters that only machines read', '\u{E0041}', '⟨U+E0041⟩'],
    ['half a character', 'a\uD800b\uDC00', 'a⟨U+D800⟩b⟨U+DC00⟩'],
    ['what is no character', '\uFFFE\u{1FFFF}', '⟨U+FFFE⟩⟨U+1FFFF⟩'],
    ['other ends of lines', 'a\u2028b\u0085', 'a⟨U+2028⟩b⟨U+0085⟩'],
    ['nothing else', 'Adélie\t\n\r日本 👩‍🔬 שלום', 'Adélie\t\n\r日本 👩‍🔬 שלום'],
  ])('%s', (_what, text, expected) => expect(visible(text)).toBe(expected));
});

it('is what a log and a summary show', () => {
  expect(printable('\u001b[31mred\u001b[0m \u202Egnp')).toBe('red ⟨U+202E⟩gnp');
  expect(escapeMarkdown('\u202E[x](javascript:alert(1))\u0000')).toBe(
    '⟨U+202E⟩\\[x\\](javascript:alert(1))⟨U+0000⟩',
  );
});
