import { expect, test } from 'vitest';
import { appSpec } from './app-spec.ts';

test('the AppSpec names the task definition, the container and the port as a number, and carries its own hash', () => {
  const { content, sha256 } = appSpec(
    'arn:aws:ecs:eu-west-1:111111111111:task-definition/m:7',
    'server',
    8080,
  );
  const { Properties, Type } = JSON.parse(content).Resources[0].TargetService;
  expect(Type).toBe('AWS::ECS::Service');
  expect(Properties).toEqual({
    TaskDefinition: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/m:7',
    LoadBalancerInfo: { ContainerName: 'server', ContainerPort: 8080 },
  });
  // printf '%s' "$content" | sha256sum
  expect(sha256).toBe('2e42c164cd3c901af5481f1486f5b54d9202c46db41aa715116069ba9b9473fa');
});
