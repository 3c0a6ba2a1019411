import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The JSON Schema of `ml-ci.yml`, for editors. What it cannot say (durations, cross-checks) is checked where the file is read. */
export function configJsonSchema(): object {
  return { title: 'ml-ci.yml', ...z.toJSONSchema(configSchema, { io: 'input' }) };
}
