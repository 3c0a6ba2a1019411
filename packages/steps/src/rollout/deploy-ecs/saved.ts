import { type State, StepError } from '@ml-ci/core';
import type { Rollout } from './rollout.ts';

/** What a rollout is about, as it can be read again when its process is dead. */
export interface Saved {
  readonly env: string;
  readonly digest: string;
  readonly cluster: string;
  readonly service: string;
  readonly container: string;
  readonly application: string;
  readonly group: string;
  readonly image: string;
  /** Undefined where it was not known what served before. */
  readonly previous: string | undefined;
  /** Undefined where the process died before it heard of one: there may be one all the same. */
  readonly deployment: string | undefined;
}

/** Saves what a rollout is about; to be called before anything is started. */
export function saveRollout({ context, address, group, image }: Rollout, previous: string | undefined): void {
  const { env, digest, container } = context.inputs;
  const { application, group: name } = group;
  const all = { ...address, env: env.name, digest, container, application, group: name, image, previous };
  for (const [key, value] of Object.entries(all)) {
    if (value !== undefined) context.state.save(key, value);
  }
}

/** Saves that the deployment exists. */
export function saveDeployment(state: State, id: string): void {
  state.save('deployment', id);
}

/** What was saved, or undefined where the run died before it came to that: then nothing was started. */
export function readSaved(state: ReadonlyMap<string, string>): Saved | undefined {
  // `image` is the last that is always saved
  if (!state.has('image')) return undefined;
  const text = (name: string) => {
    const value = state.get(name);
    if (value !== undefined) return value;
    throw new StepError('FILE_UNSAFE', {
      message: `the state of deploy-ecs has no "${name}"`,
      fix: 'look at the deployment group by hand: aws deploy list-deployments',
    });
  };
  return {
    env: text('env'),
    digest: text('digest'),
    cluster: text('cluster'),
    service: text('service'),
    container: text('container'),
    application: text('application'),
    group: text('group'),
    image: text('image'),
    previous: state.get('previous'),
    deployment: state.get('deployment'),
  };
}
