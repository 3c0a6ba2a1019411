import { StepError } from '@ml-ci/core';
import { openEngine } from '../engine/engine.ts';
import { openTable } from '../measure/check-source.ts';
import { combineDigests, digestFile } from '../sources/digest.ts';
import { type OpenOptions, openSource } from '../sources/source-plans.ts';
import { isThere } from '../sources/sources.ts';
import type { Context } from '../validate-data/index.ts';
import { observe } from './column-facts.ts';
import { writeChecks } from './write-checks.ts';

/** Writes a first checks file from the first source, and gives its text. A file that is there is never overwritten. */
export async function inferChecks(context: Context, open: OpenOptions): Promise<string> {
  const { inputs, files, log, plan, signal } = context;
  const path = files.resolve(inputs.checks);
  if (await isThere(path)) {
    throw new StepError('INPUT_INVALID', {
      message: `"${inputs.checks}" is there already, and is not overwritten`,
      fix: ({ input }) => `leave ${input('infer')} out to check the data with it, or name another file`,
      problems: [],
    });
  }
  const [entry = ''] = inputs.sources;
  const opened = await openSource(entry, context, { version: 1 }, { ...open, wanted: undefined });
  const engine = await openEngine({
    duckdb: await open.loadDuckDb(),
    spill: open.spill.folder,
    diskBytes: open.spill.leftBytes,
    paths: opened.source.files.map(({ path: file }) => file),
    memoryBytes: inputs.memory,
    threads: inputs.threads,
    signal,
  });
  try {
    const table = await openTable(engine, opened, { types: new Map() }, { id: 'infer', queries: new Map() });
    const [unreadable] = table.unreadable;
    if (unreadable !== undefined) {
      throw new StepError('SOURCE_INVALID', {
        message: `"${unreadable.file}" cannot be read: ${unreadable.reason}`,
        fix: 'mend the file, or name another source',
      });
    }
    const observed = await observe(engine, table);
    const digests = await Promise.all(opened.source.files.map((file) => digestFile(file, signal)));
    const digest = combineDigests(digests.map((each) => each.digest));
    const text = writeChecks({ source: entry, digest, ...observed });
    if (plan.active) plan.would(`write ${inputs.checks}`, 'local files');
    else await files.write(path, text);
    log.info(`wrote ${inputs.checks}: a first draft, from ${observed.columns.length} columns of ${entry}`);
    return text;
  } finally {
    engine.close();
  }
}
