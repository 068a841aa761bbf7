/** The tabs and windows of a browser share its sign-in. What a tab says here, only the others hear. */
const news = new BroadcastChannel("invigil.sign-in");

/** Tells the others that somebody has signed in here. */
export function tellSignIn(): void {
  news.postMessage(null);
}

/** Calls `listener` whenever somebody has signed in in another one; returns what ends that. */
export function onSignInElsewhere(listener: () => void): () => void {
  news.addEventListener("message", listener);
  return () => {
    news.removeEventListener("message", listener);
  };
}
