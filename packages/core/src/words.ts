/** How a surface writes what a text for its users names. */
export interface Words {
  /** An input, and the value to give it; `true` for one that takes none on a command line. */
  input(name: string, value?: string | true): string;
  /** Where the inputs of a step are told. */
  help(step: string): string;
}

/** A text for users. One that names an input is a function of the words of the surface that shows it. */
export type Text = string | ((words: Words) => string);

/** The words of a command line: `--tag 1.4.0`. */
export const commandLine: Words = {
  input: (name, value = true) => (value === true ? `--${name}` : `--${name} ${value}`),
  help: (step) => `see ml-ci ${step} --help`,
};

/** The words of a workflow: `with: tag: 1.4.0`. */
export const workflow: Words = {
  input: (name, value) => (value === undefined ? `with: ${name}` : `with: ${name}: ${value}`),
  help: () => 'see the README of the action',
};

/** The text in the words of a surface. */
export function say(text: Text, words: Words): string {
  return typeof text === 'string' ? text : text(words);
}

/** Several texts as one; what is said twice, or not at all, is left out. */
export function joined(texts: readonly (Text | undefined)[], separator: string): Text {
  return (words) => {
    const said = texts.flatMap((text) => (text === undefined ? [] : [say(text, words)]));
    return [...new Set(said)].join(separator);
  };
}
