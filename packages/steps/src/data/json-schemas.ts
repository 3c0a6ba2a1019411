import { z } from 'zod';
import { checksSchema } from './checks/schema.ts';
import { reportSchema } from './report/schema.ts';

/** The JSON Schema of a checks file. What it cannot say (types against values, SQL) is checked where the file is read. */
export function checksJsonSchema(): object {
  return { title: 'Checks of validate-data', ...z.toJSONSchema(checksSchema, { io: 'input' }) };
}

/** The JSON Schema of report.json. */
export function reportJsonSchema(): object {
  return { title: 'Report of validate-data', ...z.toJSONSchema(reportSchema, { io: 'input' }) };
}
