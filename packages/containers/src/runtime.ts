import type { Digest, Repository } from '@ml-ci/oci';

/** Starts images. Docker isolates; the process runner runs the files of the layers on this machine, and says so. */
export interface ContainerRuntime {
  readonly name: 'docker' | 'process';
  readonly isolates: boolean;
  /** Fetches and starts an image by digest; resolves when the process runs, not when it answers. */
  start(image: ImageSource, options: StartOptions): Promise<RunningContainer>;
}

/** An image by digest, and where to read it. Docker pulls `reference`; the process runner unpacks from `repository`. */
export interface ImageSource {
  readonly repository: Repository;
  readonly digest: Digest;
  /** `host/path@sha256:…`, for Docker; undefined for a layout, which is loaded. */
  readonly reference: string | undefined;
  /** For Docker's pull. */
  readonly credentials?: { readonly username: string; readonly password: string };
}

export interface StartOptions {
  /** For the container's name and for messages. */
  readonly name: string;
  /** The whole environment besides that of the image. */
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  /** The port the image listens on; published on a free loopback port. With the process runner it is given as PORT. */
  readonly port?: number;
  readonly memoryBytes?: number;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** A started image. */
export interface RunningContainer {
  readonly id: string;
  /** Where `port` is reached from here. */
  readonly address: { readonly host: string; readonly port: number } | undefined;
  /** The last lines it printed, oldest first. */
  logs(): readonly string[];
  /** Resolves when it has ended by itself or was stopped. */
  readonly exited: Promise<{ readonly exitCode: number; readonly reason: string }>;
  /** SIGTERM, then SIGKILL after `graceMs` (default 5000); resolves when it is gone. */
  stop(graceMs?: number): Promise<void>;
}
