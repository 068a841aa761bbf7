import type { SessionFilter } from "../api/server";
import { isSessionStatus } from "../ui/sittingStates";

export const PAGE_SIZE = 50;
export const MOST_SEARCH_CHARACTERS = 100;

/** What of the list of sessions is shown. It stands in the address, so that going back and reloading keep it. */
export interface SessionView {
  readonly page: number;
  readonly examId: string;
  readonly status: string;
  readonly search: string;
  readonly order: string;
}

const NAMES = { page: "page", examId: "exam", status: "status", search: "search", order: "order" } as const;
const FIRST: SessionView = { page: 1, examId: "", status: "", search: "", order: "" };

/** What the address says; words that it cannot say count as nothing. */
export function readView(params: URLSearchParams): SessionView {
  const page = Math.trunc(Number(params.get(NAMES.page)));
  const status = params.get(NAMES.status) ?? "";
  return {
    page: page >= 1 ? page : 1,
    examId: params.get(NAMES.examId) ?? "",
    status: isSessionStatus(status) ? status : "",
    search: (params.get(NAMES.search) ?? "").trim().slice(0, MOST_SEARCH_CHARACTERS),
    order: params.get(NAMES.order) === "cheat_score" ? "cheat_score" : "",
  };
}

/** The address after a change. Whatever is changed but the page begins with its first page. */
export function writeView(params: URLSearchParams, change: Partial<SessionView>): URLSearchParams {
  const next = new URLSearchParams(params);
  const view = { ...readView(params), page: 1, ...change };
  for (const key of Object.keys(NAMES) as (keyof SessionView)[]) {
    if (view[key] === FIRST[key]) next.delete(NAMES[key]);
    else next.set(NAMES[key], String(view[key]));
  }
  return next;
}

/** Whether the search holds what no name holds, such as a NUL that was pasted along; the server refuses it. */
export const isUnsearchable = ({ search }: SessionView): boolean => /\p{Cc}/u.test(search);

/** Whether anything keeps sessions from being shown. */
export const isNarrowed = ({ examId, status, search }: SessionView): boolean => examId + status + search !== "";

/** What the server is asked for. */
export function filterOf({ page, examId, status, search, order }: SessionView): SessionFilter {
  return {
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
    examId: examId === "" ? undefined : examId,
    status: isSessionStatus(status) ? status : undefined,
    search: search === "" ? undefined : search,
    order: order === "cheat_score" ? order : undefined,
  };
}
