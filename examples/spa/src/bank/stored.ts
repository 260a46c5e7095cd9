/** Word of what another tab of this browser has stored. */

/** Calls back when an item whose name begins so may have changed elsewhere. Returns how to stop. */
export function onStored(beginning: string, changed: () => void): () => void {
  const listen = ({ key }: StorageEvent) => {
    if (key === null || key.startsWith(beginning)) changed();
  };
  // "Back" can show a page as it was left, asleep: what was stored meanwhile it was not told of.
  const wake = ({ persisted }: PageTransitionEvent) => {
    if (persisted) changed();
  };
  addEventListener("storage", listen);
  addEventListener("pageshow", wake);
  return () => {
    removeEventListener("storage", listen);
    removeEventListener("pageshow", wake);
  };
}
