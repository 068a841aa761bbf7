import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Profile } from "../api/types";
import { draftStore, DraftStore, useDraft } from "./drafts";
import { SignedInContext } from "./signedIn";

beforeEach(() => {
  sessionStorage.clear();
});

describe("drafts", () => {
  it("are there again after the page was loaded again, each under its name", () => {
    const ada = new DraftStore().of("ada");
    ada.keep("note", "typed");
    ada.keep("choice", { outcome: "granted" });
    ada.keep("sent", "gone");
    ada.keep("sent", undefined);
    const loadedAgain = new DraftStore().of("ada");
    expect(loadedAgain.recall("note")).toBe("typed");
    expect(loadedAgain.recall("choice")).toEqual({ outcome: "granted" });
    expect(loadedAgain.recall("sent")).toBeUndefined();
  });

  it("are their person's alone", () => {
    const store = new DraftStore();
    store.of("ada").keep("note", "Ada’s");
    expect(store.of("bob").recall("note")).toBeUndefined();
    store.of("bob").keep("note", "Bob’s");
    expect(store.of("ada").recall("note")).toBe("Ada’s");
  });

  it("are all gone once somebody has signed out, and nothing else is", () => {
    sessionStorage.setItem("of something else", "1");
    const store = new DraftStore();
    store.of("ada").keep("note", "typed");
    store.of("bob").keep("note", "typed");
    store.forgetAll();
    expect(store.of("ada").recall("note")).toBeUndefined();
    expect(Object.keys(sessionStorage)).toEqual(["of something else"]);
  });

  it("stay as long as the page where the browser takes none, and it is said", () => {
    const full = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    const store = new DraftStore(full);
    expect(store.of("ada").keep("note", "typed")).toBe(false);
    expect(store.of("ada").recall("note")).toBe("typed");
    store.forgetAll();
    expect(store.of("ada").recall("note")).toBeUndefined();
  });

  it("are a hundred in all: the one that was changed longest ago goes", () => {
    const before = new DraftStore().of("ada");
    for (let turn = 0; turn < 100; turn++) before.keep(`note ${turn}`, "typed");
    const now = new DraftStore().of("ada");
    now.keep("note 0", "changed");
    now.keep("one more", "typed");
    expect(now.recall("note 0")).toBe("changed");
    expect(now.recall("note 1")).toBeUndefined();
    expect(now.recall("note 2")).toBe("typed");
    expect(Object.keys(sessionStorage)).toHaveLength(100);
  });

  it("are nothing where somebody else wrote into their place", () => {
    sessionStorage.setItem("invigil.draft.ada.note", "{broken");
    expect(new DraftStore().of("ada").recall("note")).toBeUndefined();
  });
});

const person = (id: string): Profile => ({ id, username: id, display_name: id, roles: ["proctor"] });

function noteOf(id: string) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <SignedInContext value={person(id)}>{children}</SignedInContext>
  );
  return renderHook(() => useDraft("note"), { wrapper });
}

it("finds a text again for its own person, and not for the next one at this computer", () => {
  const first = noteOf("ada");
  act(() => {
    first.result.current[1]("He whispers.");
  });
  first.unmount();
  expect(noteOf("bob").result.current[0]).toBe("");
  expect(noteOf("ada").result.current[0]).toBe("He whispers.");
  draftStore.forgetAll();
  expect(noteOf("ada").result.current[0]).toBe("");
});
