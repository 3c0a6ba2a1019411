import { main } from './main.ts';

const { argv, env, stdout, stderr } = process;
process.exitCode = await main({ argv: argv.slice(2), env, cwd: process.cwd(), stdout, stderr });
