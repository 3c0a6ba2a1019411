import { expect, test } from 'vitest';
import { parseAppSpec, printAppSpec } from './app-spec.ts';

const wanted = { taskDefinition: 'arn:td:1', containerName: 'web', containerPort: 8080 };

const yaml = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "arn:td:1"
        LoadBalancerInfo: { ContainerName: web, ContainerPort: 8080 }
`;

test('YAML and JSON mean the same', () => {
  expect(parseAppSpec(yaml)).toEqual(wanted);
  expect(parseAppSpec(printAppSpec(wanted))).toEqual(wanted);
});

test.each([
  ['hooks', `${yaml}Hooks: [{BeforeInstall: fn}]`, 'no Lambda functions'],
  ['no resources', 'version: 0.0', 'Resources'],
  ['another type', yaml.replace('ECS::Service', 'Lambda::Function'), 'Type'],
  ['no port', yaml.replace(', ContainerPort: 8080', ''), 'ContainerPort'],
  ['no YAML', '{', 'cannot be parsed'],
])('%s is refused', (_what, content, message) => {
  expect(() => parseAppSpec(content)).toThrow(message);
});
