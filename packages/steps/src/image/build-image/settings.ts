import { type Problem, StepError } from '@ml-ci/core';
import type { ImageSettings } from '@ml-ci/oci';
import type { BuildImageContext } from './inputs.ts';
import { imageLabels } from './labels.ts';

/** A folder or file that becomes a layer. */
export interface LayerSource {
  readonly from: string;
  readonly to: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

type ImageDocument = NonNullable<NonNullable<BuildImageContext['config']>['document']['image']>;

/** What `image:` in ml-ci.yml says. */
export function imageDocument({ config }: Pick<BuildImageContext, 'config'>): ImageDocument {
  return config?.document.image ?? {};
}

/** The labels of the image. */
export function labelsOf(context: Pick<BuildImageContext, 'config' | 'inputs' | 'run'>) {
  const { inputs, run, config } = context;
  return imageLabels(
    {
      commit: run.commit,
      model: config?.model,
      dataReport: inputs.dataReport,
      lockDigest: inputs.lockDigest,
      dependencies: inputs.dependencies,
    },
    imageDocument(context).labels ?? {},
    inputs.label ?? {},
  );
}

/** What the image does when it is run, as the configuration says; the base says the rest. */
export function settingsOf(document: ImageDocument, labels: Readonly<Record<string, string>>): ImageSettings {
  const { entrypoint, command, env, workdir, user, ports } = document;
  return {
    ...(entrypoint && { entrypoint }),
    ...(command && { command }),
    ...(env && { env }),
    ...(workdir !== undefined && { workdir }),
    ...(user !== undefined && { user }),
    ...(ports && { ports }),
    labels,
  };
}

/** The layers of the image, from the input or the configuration. */
export function layerSources(
  given: readonly LayerSource[] | undefined,
  document: ImageDocument,
): readonly LayerSource[] {
  const sources = given ?? documentLayers(document);
  const problems = sources.flatMap(({ from, to }): readonly Problem[] =>
    from === '' || !to.startsWith('/')
      ? [{ name: 'layer', message: `"${from}=${to}" is not FROM=/TO, with an absolute path in the image` }]
      : [],
  );
  if (sources.length === 0)
    problems.push({ name: 'layer', message: 'there is none', fix: 'set image.layers' });
  if (problems.length === 0) return sources;
  throw new StepError('INPUT_INVALID', { message: 'the layers of the image cannot be made', problems });
}

function documentLayers({ layers = [] }: ImageDocument): readonly LayerSource[] {
  return layers.map(({ from, to, include, exclude }) => ({
    from,
    to,
    ...(include && { include }),
    ...(exclude && { exclude }),
  }));
}
