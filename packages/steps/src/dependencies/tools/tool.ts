import type { RepositoryFormat } from '@ml-ci/aws';

/** The tools that can be led to CodeArtifact, by the name that a user writes. */
export const toolNames = [
  'pip',
  'twine',
  'uv',
  'poetry',
  'pdm',
  'npm',
  'pnpm',
  'yarn',
  'maven',
  'gradle',
  'nuget',
  'dotnet',
  'cargo',
  'swift',
  'gem',
] as const;
export type ToolName = (typeof toolNames)[number];

/** One repository, for one format, with a token that is masked already. */
export interface RepositoryAccess {
  /** `https://<domain>-<owner>.d.codeartifact.<region>.amazonaws.com/<format>/<repository>/`, with its slash. */
  readonly endpoint: string;
  readonly token: string;
  /** npm and Swift: `@ml`; only its packages come from the repository. */
  readonly scope?: string | undefined;
  /** The repository is asked beside the index that the tool knows already, not in its place. */
  readonly isExtra: boolean;
}

/**
 * Where the token is kept for later steps: in files of the tool's own form, in one netrc that the tools share, or in variables
 * that every later step sees.
 */
export const tokenPlaces = ['file', 'netrc', 'env'] as const;
export type TokenPlace = (typeof tokenPlaces)[number];

/** A file that only we may read (0600). */
export interface SetupFile {
  /** Inside the folder of the setup. */
  readonly path: string;
  readonly content: string;
}

/** All that leads a tool to a repository. */
export interface ToolSetup {
  /** Variables that hold no token: they may name the files. An empty one takes away what would lead the tool elsewhere. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that hold the token; there are none where the place is `file` or `netrc`. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly files: readonly SetupFile[];
  /** What a person must still write down, a line each: the repository in `build.gradle`, the section of conda. */
  readonly notes: readonly string[];
  /** A call of the tool that uses the repository: what a reader runs next, here or in a Dockerfile. */
  readonly command: string;
}

/** A tool, and how it is led to a repository. */
export interface Tool {
  readonly name: ToolName;
  readonly format: RepositoryFormat;
  /** Where it can find a token, the best first; a place that is not here is refused with these. */
  readonly places: readonly TokenPlace[];
  /** How it asks a repository beside its own index: for all packages, or for those of a scope; undefined where it cannot. */
  readonly beside: 'extra' | 'scope' | undefined;
  /** `folder` is where the files will be, absolute; nothing is written here. */
  setUp(access: RepositoryAccess, place: TokenPlace, folder: string): ToolSetup;
}
