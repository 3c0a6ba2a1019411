/** Folders that the platform keeps from one run to the next, for machines that are new each time. Nothing happens where it keeps none. */
export interface KeptFolders {
  /**
   * Brings back what was saved of a folder under the key, else what was saved last under one that begins with the prefix.
   * Answers with the key that was found. A platform that fails is a warning.
   */
  restore(folder: string, key: string, prefix: string): Promise<string | undefined>;
  /** Saves a folder under a key; what is there already stays. */
  save(folder: string, key: string): Promise<void>;
}

/** Those of a platform that has none. */
export const noKeptFolders: KeptFolders = {
  restore: async () => undefined,
  save: async () => undefined,
};
