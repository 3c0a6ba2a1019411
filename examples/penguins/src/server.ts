import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { predictor, readWeights } from './model.ts';
import { BadRequest, parsePenguin } from './request.ts';

/** The model server: GET /health, GET /version, POST /predict. */

const bodyLimit = 64 * 1024;

// The weights are read before the port opens: a server that answers /health can answer /predict.
const weightsFile = process.env.WEIGHTS_FILE ?? join(import.meta.dirname, '../model/weights.json');
const { file, digest: weightsDigest } = readWeights(weightsFile);
const predict = predictor(file.model);
const version = { weightsDigest, trainedOn: file.trainedOn, heldOut: file.heldOut };

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const path = request.url?.split('?')[0];
  switch (`${request.method} ${path}`) {
    case 'GET /health':
      return { status: 200, body: { status: 'ok' } };
    case 'GET /version':
      return { status: 200, body: version };
    case 'POST /predict': {
      const penguin = parsePenguin(await readBody(request));
      return { status: 200, body: { ...predict(penguin), weightsDigest } };
    }
    default:
      return { status: 404, body: { error: `there is no ${request.method} ${path}` } };
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  if (size > bodyLimit) throw new BadRequest(`the body is larger than ${bodyLimit} bytes`);
  return Buffer.concat(chunks).toString('utf8');
}

// What the caller got wrong is a 400. Everything else is ours, a 500: that is what the alarm counts.
function refusal(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BadRequest) return { status: 400, body: { error: message } };
  console.error(`500 ${message}`);
  return { status: 500, body: { error: message, weightsDigest } };
}

const server = createServer(async (request, response) => {
  const { status, body } = await answer(request).catch(refusal);
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
});

const port = Number(process.env.PORT ?? 8080);
const host = process.env.HOST ?? '0.0.0.0';
server.listen(port, host, () => {
  const address = server.address();
  const opened = typeof address === 'object' && address ? address.port : port;
  console.log(`serving ${weightsDigest} on http://${host}:${opened}`);
});

// ECS sends SIGTERM and waits: answer what is under way, take nothing new, and the process ends by itself.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close());
