import { describeError } from '@ml-ci/core';
import { expect, it } from 'vitest';
import { EngineError, engineFailed } from './engine.ts';

it.each([
  ["Conversion Error: Could not convert string 'secret-4711' to INT32", 'is not told with the value'],
  ['Out of Range Error: Overflow in multiplication of INT32 (4711 * 4711)!', 'is not told with its numbers'],
  ["Invalid Input Error: Type INT32 with value 4711 can't be cast", 'is not told with the number'],
])('what the engine says of data (%s) %s, not even as a cause', (message) => {
  const told = describeError(
    engineFailed(new EngineError(new Error(message)), 'the data could not be checked'),
  );
  expect(told).not.toMatch(/secret|4711/);
});

it('what it says of the machine is told as it is', () => {
  const error = new EngineError(
    new Error('Out of Memory Error: could not allocate 1 MB (7 MB of 8 MB used)'),
  );
  expect(describeError(engineFailed(error, 'no'))).toContain('(7 MB of 8 MB used)');
});
