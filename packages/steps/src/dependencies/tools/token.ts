/** The name that the guides of AWS give to a variable with a token. */
export const tokenVariable = 'CODEARTIFACT_AUTH_TOKEN';

/** What a configuration file says for the value of the variable: npm, pdm and Yarn put it in when they read the file. */
export const tokenReference = `\${${tokenVariable}}`;

/** An address with the user name and the token in it. */
export function withToken(address: string, token: string): string {
  return address.replace('://', `://aws:${token}@`);
}
