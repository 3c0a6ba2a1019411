import { defineStep } from '../../step.ts';
import { inputs, outputs } from './inputs.ts';

/** Builds an image once, pushes it, and looks in the registry for what arrived. */
export const buildImage = defineStep({
  name: 'build-image',
  summary: 'Build an image, with Docker or without any engine, and push it to the first environment',
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
        'ecr:BatchCheckLayerAvailability',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:PutImage',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
      ],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the names are filled in where a policy is made
      resources: ['arn:aws:ecr:${region}:${account}:repository/${repository}'],
    },
  ],
  async run(context) {
    const { run } = await import('./run.ts');
    return run(context);
  },
});
