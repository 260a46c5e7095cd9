/** The id in the path of a page; null if it cannot be an id. */

import { useParams } from "react-router";

export function useIdParam(): number | null {
  const { id = "" } = useParams();
  return /^\d{1,15}$/.test(id) ? Number(id) : null;
}
