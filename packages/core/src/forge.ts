/** Where the code lives: pull-request comments, deployments and commit statuses. Nothing happens where there is none. */
export interface Forge {
  readonly name: 'github' | 'none';
  /** Creates or updates the one comment that carries `marker` on the pull request of this run. */
  comment(marker: string, markdown: string): Promise<void>;
  /** Sets the state of a deployment of the commit of this run to an environment. */
  deployment(
    environment: string,
    state: 'in_progress' | 'success' | 'failure' | 'inactive',
    url?: string,
  ): Promise<void>;
  status(
    context: string,
    state: 'pending' | 'success' | 'failure' | 'error',
    description: string,
  ): Promise<void>;
}

/** The forge of a run that has none. */
export const noForge: Forge = {
  name: 'none',
  comment: async () => undefined,
  deployment: async () => undefined,
  status: async () => undefined,
};
