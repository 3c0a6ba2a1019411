import { blob, type Input, number, requiredText, textList } from '../../input.ts';
import { type Caller, type Operation, ServiceError } from '../../service.ts';
import type { Downloads } from '../downloads.ts';
import { finishUpload } from '../finish-upload.ts';
import { isDigest } from '../manifest.ts';
import { Refusal } from '../refusal.ts';
import { type EcrState, isReferenced } from '../state.ts';
import type { Upload } from '../upload.ts';
import { invalid, type Place, placeOf } from './lookup.ts';

const partSize = 10 * 1024 * 1024;
const smallestPart = 5 * 1024 * 1024;
const largestPart = 20 * 1024 * 1024;

/** Looking for layers, and uploading them in parts. */
export function layerOperations(state: EcrState, downloads: Downloads): Record<string, Operation> {
  return {
    BatchCheckLayerAvailability: (input, caller) => checkAvailability(state, input, caller),
    async InitiateLayerUpload(input, caller) {
      const { registry, repository } = await placeOf(state, input, caller);
      const upload = await registry.blobs.begin(repository.name);
      return { uploadId: upload.id, partSize };
    },
    UploadLayerPart: (input, caller) => uploadPart(state, input, caller),
    CompleteLayerUpload: (input, caller) => completeUpload(state, input, caller),
    async GetDownloadUrlForLayer(input, caller) {
      const { registry, repository } = await placeOf(state, input, caller);
      const layerDigest = requiredText(input, 'layerDigest');
      const where = `repository with name '${repository.name}' in the registry with id '${registry.account}'`;
      if (!repository.layers.has(layerDigest)) {
        throw new ServiceError('LayersNotFoundException', `no layer ${layerDigest} in the ${where}`);
      }
      if (!isReferenced(repository, layerDigest)) {
        throw new ServiceError(
          'LayerInaccessibleException',
          `no image references ${layerDigest} in the ${where}`,
        );
      }
      return { downloadUrl: downloads.url(registry, layerDigest), layerDigest };
    },
  };
}

async function checkAvailability(state: EcrState, input: Input, caller: Caller): Promise<object> {
  const { repository } = await placeOf(state, input, caller);
  const digests = textList(input, 'layerDigests');
  if (digests.length < 1 || digests.length > 100) throw invalid('between 1 and 100 layerDigests are allowed');
  const bad = digests.filter((digest) => !isDigest(digest));
  const layers = digests.filter(isDigest).map((layerDigest) => {
    const layerSize = repository.layers.get(layerDigest);
    const layerAvailability = layerSize === undefined ? 'UNAVAILABLE' : 'AVAILABLE';
    return { layerDigest, layerAvailability, layerSize, mediaType: undefined };
  });
  const failures = bad.map((layerDigest) => ({
    layerDigest,
    failureCode: 'InvalidLayerDigest',
    failureReason: 'the layer digest is not valid',
  }));
  return { layers, failures };
}

async function uploadPart(state: EcrState, input: Input, caller: Caller): Promise<object> {
  const place = await placeOf(state, input, caller);
  const upload = findUpload(place, input);
  const first = number(input, 'partFirstByte');
  const last = number(input, 'partLastByte');
  const bytes = blob(input, 'layerPartBlob');
  if (first === undefined || last === undefined || bytes === undefined)
    throw invalid('a part needs its bytes');
  const problem = partProblem(upload, first, last, bytes.length);
  if (problem !== undefined) {
    const detail = { ...idsOfUpload(place, upload), lastValidByteReceived: upload.size - 1 };
    throw new Refusal('upload-out-of-order', problem, detail);
  }
  if (upload.lastPartBytes !== undefined && upload.lastPartBytes < smallestPart) {
    throw new ServiceError('LayerPartTooSmallException', 'every part but the last must have 5 MiB or more');
  }
  await upload.append(chunksOf(bytes));
  upload.lastPartBytes = bytes.length;
  return { ...idsOfUpload(place, upload), lastByteReceived: upload.size - 1 };
}

function partProblem(upload: Upload, first: number, last: number, length: number): string | undefined {
  if (length > largestPart) return `the part has ${length} bytes; at most ${largestPart} are allowed`;
  if (last - first + 1 !== length) return `the part has ${length} bytes, not those of ${first} to ${last}`;
  return first === upload.size
    ? undefined
    : `the part begins at ${first}; the upload goes on at ${upload.size}`;
}

async function completeUpload(state: EcrState, input: Input, caller: Caller): Promise<object> {
  const place = await placeOf(state, input, caller);
  const { registry, repository } = place;
  const upload = findUpload(place, input);
  const [layerDigest, ...more] = textList(input, 'layerDigests');
  if (layerDigest === undefined || more.length > 0) throw invalid('exactly one layer digest is needed');
  if (upload.size === 0) throw new Refusal('upload-empty', 'the upload has no parts');
  if (repository.layers.has(layerDigest)) {
    await registry.blobs.cancel(upload);
    throw new ServiceError(
      'LayerAlreadyExistsException',
      `the layer ${layerDigest} exists in the repository`,
    );
  }
  const uploadIds = idsOfUpload(place, upload);
  try {
    await finishUpload(registry, repository, upload, layerDigest);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new ServiceError('InvalidLayerException', error.message);
  }
  return { ...uploadIds, layerDigest };
}

function findUpload({ registry, repository }: Place, input: Input): Upload {
  const id = requiredText(input, 'uploadId');
  const upload = registry.blobs.find(id, repository.name);
  if (!upload) throw new Refusal('upload-unknown', `there is no upload '${id}'`);
  return upload;
}

function idsOfUpload({ registry, repository }: Place, upload: Upload) {
  return { registryId: registry.account, repositoryName: repository.name, uploadId: upload.id };
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
