/** Where something really listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The private addresses of a sandbox's tasks, and where they really are. Loopback addresses stand for themselves. */
export class Network {
  readonly #addresses = new Map<string, Address>();
  #next = 0;

  /** The next private address: `10.0.0.4`, `10.0.0.5`, … */
  allocate(): string {
    const host = this.#next + 4;
    this.#next += 1;
    return `10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}`;
  }

  attach(ip: string, port: number, address: Address): void {
    this.#addresses.set(`${ip}:${port}`, address);
  }

  detach(ip: string): void {
    for (const key of this.#addresses.keys()) if (key.startsWith(`${ip}:`)) this.#addresses.delete(key);
  }

  resolve(ip: string, port: number): Address | undefined {
    if (ip.startsWith('127.')) return { host: ip, port };
    return this.#addresses.get(`${ip}:${port}`);
  }
}
