/** Loads something once, and again with `refetch`. For requests that must not be repeated when queries are invalidated. */

import { useEffect, useRef, useState } from "react";

interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => Promise<void>;
}

export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [result, setResult] = useState<{ data?: T; error?: unknown }>({});
  const hasStarted = useRef(false);
  const refetch = async () => {
    setResult({});
    try {
      setResult({ data: await load() });
    } catch (error) {
      setResult({ error });
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only on mount
  useEffect(() => {
    if (hasStarted.current) return;
    hasStarted.current = true;
    void refetch();
  }, []);
  return { data: result.data, error: result.error, refetch };
}
