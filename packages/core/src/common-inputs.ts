import { boolean, duration, file, list, oneOf, string } from './input.ts';
import type { Inputs, Step } from './step.ts';

/** What every step understands besides its own inputs. */
export const commonInputs = {
  config: file({ summary: 'the configuration; looked for upwards where it is not given' }),
  model: string({ summary: 'which model of the configuration, where it has several' }),
  plan: boolean({ summary: 'print what would be changed, and change nothing', default: false }),
  json: boolean({ summary: 'print one JSON object on stdout, everything else on stderr', default: false }),
  timeout: duration({ summary: 'give up after this long; what is running is then treated as on cancel' }),
  allowEndpoint: list({
    summary: 'hosts that are neither AWS nor on this machine and may be asked all the same',
    default: [],
  }),
} as const satisfies Inputs;

/** Understood by steps that wait for something remote. */
export const onCancelInput = (standard: 'stop' | 'detach') =>
  oneOf(['stop', 'detach'], {
    summary: 'when this run is cancelled: stop the remote work and go back, or leave it running',
    default: standard,
  });

/** All inputs that a step understands: its own and those that every step has. */
export function allInputs(step: Step<Inputs, Step['outputs'], never>): Inputs {
  return {
    ...step.inputs,
    ...commonInputs,
    ...(step.onCancel && { onCancel: onCancelInput(step.onCancel) }),
  };
}
