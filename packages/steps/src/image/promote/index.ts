import { defineStep } from '../../step.ts';
import { inputs, outputs } from './inputs.ts';

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the names are filled in where a policy is made
const repository = 'arn:aws:ecr:${region}:${account}:repository/${repository}';
const sourceRepository = 'arn:aws:ecr:${region}:${account}:repository/${sourceRepository}';
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above

/** Copies an image to the next environment by its digest, with all that refers to it, and looks there for what arrived. */
export const promote = defineStep({
  name: 'promote',
  summary: 'Promote an image to the next environment by digest, signatures and reports included',
  inputs,
  outputs,
  permissions: [
    {
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
      why: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html',
    },
    { actions: ['ecr:DescribeRepositories', 'ecr:BatchGetImage'], resources: [repository] },
    { side: 'from', actions: ['ecr:ListImages', 'ecr:GetDownloadUrlForLayer'], resources: [repository] },
    {
      side: 'to',
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:PutImage',
      ],
      resources: [repository],
    },
    {
      side: 'to',
      actions: ['ecr:GetDownloadUrlForLayer'],
      resources: [sourceRepository],
      implied: 'ecr:InitiateLayerUpload that mounts a layer of another repository of the registry',
    },
  ],
  async run(context) {
    const { run } = await import('./run.ts');
    return run(context);
  },
});
