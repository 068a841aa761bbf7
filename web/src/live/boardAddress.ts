import { useCallback, useEffect, useRef } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { useDrafts } from "../identity/drafts";
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

const KEPT = "board";

/** The state of an address that was chosen here: which choice it was. */
interface Chosen {
  readonly turn: number;
}

/**
 * What is chosen, and how to choose. Whoever comes back to the plain address finds the board as it was left in this tab.
 *
 * The router shows an address a moment after it was chosen: each choice adds to the one before, not to what is shown. `choose` is the
 * same function for as long as the page stands.
 */
export function useBoardAddress(): [BoardAddress, (change: Partial<BoardAddress>) => void] {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const drafts = useDrafts();
  const turnShown = (useLocation().state as Chosen | null)?.turn;
  const text = params.toString();
  const arriving = useRef(true);
  const newest = useRef(text);
  const turn = useRef(0);

  const go = useCallback(
    (search: string) => {
      newest.current = search;
      turn.current += 1;
      void navigate({ search }, { replace: true, state: { turn: turn.current } satisfies Chosen });
    },
    [navigate],
  );
  useEffect(() => {
    const kept = (drafts.recall(KEPT) as string | undefined) ?? "";
    const cameBack = arriving.current && text === "" && kept !== "";
    arriving.current = false;
    if (cameBack) {
      go(kept);
      return;
    }
    drafts.keep(KEPT, text === "" ? undefined : text);
    // An older choice of several that are on their way is not the newest.
    if (turnShown === undefined || turnShown >= turn.current) newest.current = text;
  }, [text, turnShown, go, drafts]);

  const choose = useCallback(
    (change: Partial<BoardAddress>) => {
      const now = parseAddress(new URLSearchParams(newest.current));
      go(formatAddress({ ...now, ...change }).toString());
    },
    [go],
  );
  return [parseAddress(params), choose];
}
