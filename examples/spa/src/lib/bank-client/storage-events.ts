/** Notifies this tab when another tab of the browser changes localStorage. */

/** Calls back when an item whose name starts with `prefix` may have changed elsewhere. Returns the unsubscriber. */
export function onStorageChange(prefix: string, listener: () => void): () => void {
  const handleStorage = ({ key }: StorageEvent) => {
    if (key === null || key.startsWith(prefix)) listener();
  };
  // A page in the back/forward cache receives no storage events, so it checks when it is shown again.
  const handlePageShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) listener();
  };
  addEventListener("storage", handleStorage);
  addEventListener("pageshow", handlePageShow);
  return () => {
    removeEventListener("storage", handleStorage);
    removeEventListener("pageshow", handlePageShow);
  };
}
