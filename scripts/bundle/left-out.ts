import type { Plugin } from 'rolldown';

/**
 * Files of dependencies that no code of ours reaches, and that would bring native extras or files read at run time into
 * a bundle: Docker over ssh is refused before dockerode is asked (`packages/containers/src/connect.ts`), and a BuildKit
 * session of dockerode is never opened (`packages/containers/src/build.ts`).
 */
const unreached: Readonly<Record<string, string>> = {
  'docker-modem/lib/ssh.js': 'Docker over ssh',
  'dockerode/lib/session.js': 'a BuildKit session of dockerode',
  'dockerode/lib/buildkit.js': 'followProgress of dockerode',
};

/** Puts a function that refuses, with words, in the place of each file that is left out. */
export function leftOut(): Plugin {
  return {
    name: 'left-out',
    load(id) {
      const file = id.replaceAll('\\', '/').split('/node_modules/').at(-1) ?? '';
      const subject = unreached[file];
      if (subject === undefined) return null;
      return `module.exports = function () { throw new Error('${subject} is not part of this bundle'); };\n`;
    },
  };
}
