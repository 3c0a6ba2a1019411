export type { RecordedCall } from './calls.ts';
export type { AlarmDescription } from './compute/alarm-seed.ts';
export type { EcsServiceDescription, SeededEcsService } from './compute/seed.ts';
export type { SandboxContext, ServiceFactory, ServiceModule } from './context.ts';
export { type FaultKind, type FaultSpec, parseFaults } from './fault-spec.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
export * from './service.ts';
