import { draftStore } from "./drafts";

/** The tabs and windows of a browser share its sign-in. What a tab says here, only the others hear. */
const news = new BroadcastChannel("invigil.sign-in");

type News = "signed_in" | "signed_out";

/** Tells the others that somebody has signed in here. */
export function tellSignIn(): void {
  news.postMessage("signed_in" satisfies News);
}

/** Tells the others that whoever was signed in has signed out here. */
export function tellSignOut(): void {
  news.postMessage("signed_out" satisfies News);
}

/** Calls `listener` whenever somebody has signed in or out in another one; returns what ends that. */
export function onSignInElsewhere(listener: () => void): () => void {
  news.addEventListener("message", listener);
  return () => {
    news.removeEventListener("message", listener);
  };
}

// Who signs out leaves nothing in any tab; what stands on a page that is open there stays with the page.
news.addEventListener("message", ({ data }: MessageEvent<News>) => {
  if (data === "signed_out") draftStore.forgetAll();
});
