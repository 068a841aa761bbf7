import { useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import { SITUATIONS } from "./boardCounts";
import type { ScoreBand, Situation, SortKey, StateFilter } from "./boardRows";

/** What is chosen on the board; all of it stands in the page's address. */
export interface BoardAddress {
  readonly view: "rows" | "tiles";
  readonly search: string;
  readonly situation: Situation | null;
  readonly state: StateFilter | null;
  readonly score: ScoreBand | null;
  readonly examId: string | null;
  readonly groupId: string | null;
  readonly order: SortKey;
  readonly hideQuiet: boolean;
  readonly overOpen: boolean;
}

const ORDERS: readonly SortKey[] = ["needs_look", "cheat_score", "open_incidents", "focus_score", "name"];
const STATES: readonly StateFilter[] = ["before", "active", "paused"];
const BANDS: readonly ScoreBand[] = ["high", "middle", "low"];

/** Of an address that somebody may have written by hand: what makes no sense counts as not chosen. */
export function parseAddress(params: URLSearchParams): BoardAddress {
  const oneOf = <T extends string>(words: readonly T[], name: string): T | null =>
    words.find((word) => word === params.get(name)) ?? null;
  return {
    view: params.get("view") === "tiles" ? "tiles" : "rows",
    search: params.get("search") ?? "",
    situation: oneOf(SITUATIONS, "show"),
    state: oneOf(STATES, "state"),
    score: oneOf(BANDS, "score"),
    examId: params.get("exam"),
    groupId: params.get("group"),
    order: oneOf(ORDERS, "order") ?? "needs_look",
    hideQuiet: params.get("quiet") === "hidden",
    overOpen: params.get("submitted") === "shown",
  };
}

/** The shortest address of it: what is not chosen is left out. */
export function formatAddress(address: BoardAddress): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | null) => {
    if (value !== null && value !== "") params.set(name, value);
  };
  put("view", address.view === "tiles" ? "tiles" : null);
  put("search", address.search);
  put("show", address.situation);
  put("state", address.state);
  put("score", address.score);
  put("exam", address.examId);
  put("group", address.groupId);
  put("order", address.order === "needs_look" ? null : address.order);
  put("quiet", address.hideQuiet ? "hidden" : null);
  put("submitted", address.overOpen ? "shown" : null);
  return params;
}

/** Whether any student may be left out by what is chosen. */
export const isFiltered = (address: BoardAddress): boolean =>
  address.search !== "" ||
  address.situation !== null ||
  address.state !== null ||
  address.score !== null ||
  address.examId !== null ||
  address.groupId !== null ||
  address.hideQuiet;

const KEPT = "invigil.board";

/** What is chosen, and how to choose. Whoever comes back to the plain address finds the board as it was left in this tab. */
export function useBoardAddress(): [BoardAddress, (change: Partial<BoardAddress>) => void] {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  const arriving = useRef(true);

  useEffect(() => {
    const kept = sessionStorage.getItem(KEPT) ?? "";
    const cameBack = arriving.current && text === "" && kept !== "";
    arriving.current = false;
    if (cameBack) setParams(new URLSearchParams(kept), { replace: true });
    else sessionStorage.setItem(KEPT, text);
  }, [text, setParams]);

  const address = parseAddress(params);
  return [
    address,
    (change) => {
      setParams((now) => formatAddress({ ...parseAddress(now), ...change }), { replace: true });
    },
  ];
}
