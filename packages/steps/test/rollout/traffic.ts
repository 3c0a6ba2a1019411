import { Agent, get } from 'node:http';

/** Sends a request every 10 ms of the wall, one after another, until the function that comes back is called. */
export function startTraffic(url: string): () => Promise<void> {
  const agent = new Agent({ keepAlive: true });
  let isOver = false;
  const over = (async () => {
    while (!isOver) {
      await request(`${url}/predict`, agent);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  return async () => {
    isOver = true;
    await over;
    agent.destroy();
  };
}

// Whatever the answer is, it is the balancer that counts it; a connection that breaks is one of those answers.
function request(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve) => {
    get(url, { agent }, (response) => response.resume().on('close', resolve)).on('error', () => resolve());
  });
}
