export * from './arguments.ts';
export * from './bytes.ts';
export { cleanUp } from './clean-up.ts';
export * from './clock.ts';
export * from './common-inputs.ts';
export type * from './config/environment.ts';
export { loadConfig, parseConfig } from './config/load.ts';
export { issueProblems, type ProblemPlaces } from './config/problems.ts';
export type * from './config/schema.ts';
export * from './duration.ts';
export * from './error.ts';
export { type ErrorCode, type ErrorSpec, errorCodes } from './error-codes.ts';
export * from './exec.ts';
export { execute } from './execute.ts';
export type { Exported, Exports } from './exports.ts';
export * from './files.ts';
export { outcomeOfError, toOutcome } from './finished.ts';
export * from './foreign-endpoint.ts';
export * from './forge.ts';
export { codebuildHost } from './host/codebuild.ts';
export { detectHost } from './host/detect.ts';
export { githubHost, heredoc } from './host/github.ts';
export type { Host, IdTokenSource, Outcome, OutcomeError, PlannedChange, StatePlace } from './host/host.ts';
export { commandIdToken } from './host/id-token.ts';
export { type MemoryHost, memoryHost } from './host/memory.ts';
export { createPaint, type Paint, printable, wantsColour } from './host/paint.ts';
export { localRun } from './host/run-info.ts';
export { type Output as Stream, Screen } from './host/screen.ts';
export { onProcessSignal } from './host/signals.ts';
export { type TerminalOptions, terminalHost } from './host/terminal.ts';
export { outcomeLines, planLines, progressText } from './host/text.ts';
export { textTable } from './host/text-table.ts';
export * from './input.ts';
export * from './kept-folders.ts';
export type { Lasting } from './lasting.ts';
export * from './log.ts';
export * from './map-at-most.ts';
export { escapeMarkdown } from './markdown.ts';
export { nearest, suggest } from './nearest.ts';
export * from './permission.ts';
export { plural } from './plural.ts';
export { missingInput, readInputs, variableOf } from './read-inputs.ts';
export {
  isSameRun,
  outputLines,
  type RunMark,
  type RunRecord,
  readHandedOver,
  readRecord,
  readRecords,
  writeRecord,
} from './record.ts';
export { createRedactor, type Redactor } from './redact.ts';
export type * from './services.ts';
export { shellQuote } from './shell.ts';
export { refuseForeign, stateFolder } from './state-folder.ts';
export * from './step.ts';
export { markdownSummary, verdictMarks } from './summary.ts';
export * from './verdict.ts';
export { visible } from './visible.ts';
export { commandLine, joined, say, type Text, type Words, workflow } from './words.ts';
