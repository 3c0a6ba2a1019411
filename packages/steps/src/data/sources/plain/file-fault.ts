/** Why no plain text can be made of a file: a finding, and no mistake of the user or of ours. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
}
