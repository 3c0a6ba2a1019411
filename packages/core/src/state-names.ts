/** What `execute` itself saves for a clean-up, beside what the step saves. */
export const stateNames = {
  /** The id of the run. That it is there says that the run began. */
  run: 'run',
  /** What to do with the remote thing, where that is not the usual. */
  onCancel: 'on-cancel',
  /** The folder that the step left for later ones. */
  folder: 'folder',
  /** The names of what it exported. */
  exports: 'exports',
} as const;
