/** A script that prepares data through the API: it keeps its cookies, and the API does not treat it as a browser. */

interface Options {
  body?: unknown;
  key?: string;
}

export class ApiScript {
  #cookies = new Map<string, string>();

  constructor(private readonly apiUrl: string) {}

  get<T>(path: string): Promise<T> {
    return this.#send(path, { method: "GET" });
  }

  post<T>(path: string, { body = {}, key }: Options = {}): Promise<T> {
    const keyHeader = key ? { "Idempotency-Key": key } : {};
    const headers = { "Content-Type": "application/json", ...keyHeader };
    return this.#send(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    const headers = { "Content-Type": "application/json" };
    return this.#send(path, { method: "PATCH", headers, body: JSON.stringify(body) });
  }

  async #send<T>(path: string, request: { method: string; headers?: object; body?: string }): Promise<T> {
    const Cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(this.apiUrl + path, { ...request, headers: { ...request.headers, Cookie } });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name && value !== undefined) this.#cookies.set(name, value);
    }
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? null : await response.json()) as T;
  }
}
