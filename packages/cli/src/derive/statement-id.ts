/** The `Sid` of a statement, letters only: `EcrRepository` for `ecr:PutImage` on a repository, `EcrAny` on `*`. */
export function statementId(action: string, resource: string): string {
  const service = capital(action.split(':')[0] ?? '');
  if (resource === '*') return `${service}Any`;
  const rest = resource.split(':').slice(5).join(':');
  // an ARN of S3 has no type
  const s3 = rest.includes('/') ? 'object' : 'bucket';
  const noun = resource.startsWith('arn:aws:s3:') ? s3 : (rest.split(/[/:]/)[0] ?? '');
  return service + noun.split('-').map(capital).join('');
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1).replace(/[^A-Za-z0-9]/g, '');
}
