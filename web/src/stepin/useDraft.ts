import { useCallback, useState } from "react";

/** More texts that nobody sent are not kept: the oldest goes. */
const MAX_DRAFTS = 100;

/** In memory alone, until the page is closed. */
const drafts = new Map<string, string>();

/**
 * A text that is being written, and how to change it. It is found again under the same name after its dialog was closed; an empty one
 * is forgotten.
 */
export function useDraft(name: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => drafts.get(name) ?? "");
  const change = useCallback(
    (next: string) => {
      drafts.delete(name);
      if (next !== "") drafts.set(name, next);
      for (const oldest of drafts.keys()) {
        if (drafts.size <= MAX_DRAFTS) break;
        drafts.delete(oldest);
      }
      setText(next);
    },
    [name],
  );
  return [text, change];
}
