export { isImported, readChecks, unsupportedIn } from './read-checks.ts';
export { writeChecks } from './write-checks.ts';
