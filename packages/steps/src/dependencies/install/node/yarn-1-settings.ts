import { checkProjectNpmrc, isDangerous } from './npmrc.ts';

/** What Yarn 1 knows beside the keys of npm: arguments for its own commands, variables for children. */
const dangerous = /^(?:--.*|env|cwd|plugins|yarn-plugins|prefix|global-folder|modules-folder)$/;

/** The lines of a .npmrc that Yarn 1 would obey where its copy of the project says nothing. */
export function checkYarn1Npmrc(text: string, file: string): void {
  checkProjectNpmrc(text, file, isUnsafe);
}

/** The lines of a .yarnrc: `key value`, with or without quotes. */
export function checkYarnrc(text: string, file: string): void {
  const asNpmrc = text.replace(/^[ \t]*(?:"([^"\n]*)"|([^\s"#:]+)):?[ \t]*/gm, '$1$2=');
  checkProjectNpmrc(asNpmrc, file, isUnsafe);
}

function isUnsafe(key: string): boolean {
  return isDangerous(key) || dangerous.test(key);
}
