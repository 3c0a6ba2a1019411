import type { Permission } from '@ml-ci/core';
import { permissions as ofInstall } from '../install/permissions.ts';

/** What `codeartifact-login` asks of AWS. The tools then need codeartifact:ReadFromRepository, which `install` has. */
export const permissions: readonly Permission[] = ofInstall.filter(
  ({ actions }) => !actions.includes('codeartifact:ReadFromRepository'),
);
