/** One file of a project in an index. */
export interface IndexFile {
  readonly fileName: string;
  /** Relative to the page of the project. */
  readonly href: string;
  readonly sha256: string;
  readonly requiresPython: string | undefined;
  readonly size: number | undefined;
  /** The reason, maybe empty; undefined where the file is not yanked (PEP 592). */
  readonly yanked: string | undefined;
}

/** The media type of PEP 691. */
export const jsonIndex = 'application/vnd.pypi.simple.v1+json';

/** Whether a client prefers JSON: it names it, and not with a lower weight than HTML. */
export function wantsJson(accept: string | undefined): boolean {
  const weights = new Map(
    (accept ?? '').split(',').map((part) => {
      const [type = '', ...parameters] = part.trim().split(';');
      const weight = parameters
        .map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1])
        .find((text) => text !== undefined);
      return [type.trim().toLowerCase(), Number(weight ?? 1)];
    }),
  );
  const json = weights.get(jsonIndex) ?? weights.get('application/vnd.pypi.simple.latest+json') ?? 0;
  const html = Math.max(
    weights.get('text/html') ?? 0,
    weights.get('application/vnd.pypi.simple.v1+html') ?? 0,
  );
  return json > 0 && json >= html;
}

/** The page of a project as PEP 503 has it. */
export function projectHtml(project: string, files: readonly IndexFile[]): string {
  const links = files.map((file) => {
    const python = file.requiresPython ? ` data-requires-python="${escapeHtml(file.requiresPython)}"` : '';
    const yanked = file.yanked === undefined ? '' : ` data-yanked="${escapeHtml(file.yanked)}"`;
    return `<a href="${escapeHtml(file.href)}#sha256=${file.sha256}"${python}${yanked}>${escapeHtml(file.fileName)}</a><br/>`;
  });
  return page(`Links for ${project}`, links);
}

/** The page of a project as PEP 691 has it. */
export function projectJson(project: string, files: readonly IndexFile[]): object {
  return {
    meta: { 'api-version': '1.0' },
    name: project,
    files: files.map((file) => ({
      filename: file.fileName,
      url: file.href,
      hashes: { sha256: file.sha256 },
      ...(file.requiresPython ? { 'requires-python': file.requiresPython } : {}),
      ...(file.size === undefined ? {} : { size: file.size }),
      yanked: file.yanked === undefined ? false : file.yanked || true,
    })),
  };
}

/** The list of all projects. */
export function projectsHtml(projects: readonly string[]): string {
  return page(
    'Simple index',
    projects.map((project) => `<a href="${escapeHtml(project)}/">${escapeHtml(project)}</a><br/>`),
  );
}

export function projectsJson(projects: readonly string[]): object {
  return { meta: { 'api-version': '1.0' }, projects: projects.map((name) => ({ name })) };
}

function page(title: string, lines: readonly string[]): string {
  const head = `<meta name="pypi:repository-version" content="1.0"><title>${escapeHtml(title)}</title>`;
  return `<!DOCTYPE html>\n<html><head>${head}</head><body>\n${lines.join('\n')}\n</body></html>\n`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
