/** Queries and mutations for all people of the bank. For managers. */

import { keepPreviousData } from "@tanstack/react-query";
import { $api, cursorPagination } from "@/lib/api";
import type { Role } from "@/types/api";

const PAGE_SIZE = 20;

interface PeopleFilter {
  search: string;
  role: Role | "";
}

export function usePeoplePages({ search, role }: PeopleFilter) {
  const query = { page_size: PAGE_SIZE, ...(search && { search }), ...(role && { role }) };
  const options = { ...cursorPagination, placeholderData: keepPreviousData };
  return $api.useInfiniteQuery("get", "/api/users/", { params: { query } }, options);
}

export function usePerson(id: number) {
  return $api.useQuery("get", "/api/users/{user_id}/", { params: { path: { user_id: id } } });
}

/** A change of role asks for a second factor (bank-client/step-up.ts). */
export function useChangePerson() {
  return $api.useMutation("patch", "/api/users/{user_id}/");
}

export function useResetFactors() {
  return $api.useMutation("delete", "/api/users/{user_id}/factors/");
}

export function useSessionsOf(user: number) {
  const params = { query: { user, page_size: PAGE_SIZE } };
  return $api.useInfiniteQuery("get", "/api/sessions/", { params }, cursorPagination);
}

export function useEndSession() {
  return $api.useMutation("delete", "/api/sessions/{session_id}/");
}
