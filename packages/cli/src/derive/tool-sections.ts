import { variableOf } from '@ml-ci/core';
import { dockerLines, type Tool, toolNames, tools } from '@ml-ci/steps/package-tools';
import { code } from './markdown-table.ts';

/** What stands for the folder of a login and for the name of its repository. */
const folder = `$${variableOf('codeartifact-login-folder')}`;
const addressOf = (format: string) =>
  `https://DOMAIN-OWNER.d.codeartifact.REGION.amazonaws.com/${format}/REPOSITORY/`;

/** A section for each package tool, in the words of the tool itself. */
export function toolSections(): string {
  return toolNames.map((name) => toolSection(tools[name])).join('\n\n');
}

function toolSection(tool: Tool): string {
  const [place = 'file'] = tool.places;
  const access = { endpoint: addressOf(tool.format), token: '', isExtra: false };
  const setup = tool.setUp(access, place, folder);
  const { run, flags } = dockerLines(setup, folder);
  const names = Object.keys(setup.variables).map(code).join(', ');
  const files = setup.files.map(({ path }) => code(path)).join(', ');
  return [
    `### ${tool.name}`,
    fenced('sh', [
      `ml-ci codeartifact-login --tools ${tool.name} --mode ${place}`,
      '. .ml-ci/outputs.env',
      setup.command,
    ]),
    `Modes: ${tool.places.map(code).join(', ')}. ${names === '' ? 'Sets no variable' : `Sets ${names}`}; writes ${files}.`,
    ...setup.notes.map(noteOf),
    fenced('dockerfile', [run]),
    `${code(`docker build ${flags} .`)}`,
  ].join('\n\n');
}

/** An item, and the lines of a file where it ends with some. */
function noteOf(note: string): string {
  const [sentence = '', ...lines] = note.split('\n');
  return lines.length === 0 ? `- ${sentence}` : `- ${sentence}\n\n${fenced('text', lines)}`;
}

function fenced(language: string, lines: readonly string[]): string {
  return [`\`\`\`${language}`, ...lines, '```'].join('\n');
}
