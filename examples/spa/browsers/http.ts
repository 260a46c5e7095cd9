/** A script at the API, for what the scenarios need done beforehand: one jar of cookies, no browser. */

interface Options {
  body?: unknown;
  key?: string;
}

export class Script {
  #jar = new Map<string, string>();

  constructor(private readonly apiUrl: string) {}

  get<T>(path: string): Promise<T> {
    return this.#send(path, { method: "GET" });
  }

  post<T>(path: string, { body = {}, key }: Options = {}): Promise<T> {
    const keyed = key ? { "Idempotency-Key": key } : {};
    const headers = { "Content-Type": "application/json", ...keyed };
    return this.#send(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async #send<T>(path: string, request: { method: string; headers?: object; body?: string }): Promise<T> {
    const Cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(this.apiUrl + path, { ...request, headers: { ...request.headers, Cookie } });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name && value !== undefined) this.#jar.set(name, value);
    }
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? null : await response.json()) as T;
  }
}
