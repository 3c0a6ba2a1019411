import { defineStep } from '../../step.ts';
import { inputs, outputs } from './inputs.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: the names are filled in where a policy is made
const repository = 'arn:aws:ecr:${region}:${account}:repository/${repository}';

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
    {
      actions: [
        'ecr:DescribeRepositories',
        'ecr:ListImages',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchCheckLayerAvailability',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:PutImage',
      ],
      resources: [repository],
    },
  ],
  async run(context) {
    const { run } = await import('./run.ts');
    return run(context);
  },
});
