#!/usr/bin/env node
import { existsSync } from 'node:fs';

// the published package holds the bundle alone; in the repository the sources run as they are
const source = new URL('../src/bin.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/bin.js', import.meta.url).href);
