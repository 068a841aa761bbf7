/** A part of the app could not be loaded: the network is away, or the server is of another version and has it no more. */
export class PartNotLoaded extends Error {
  constructor(cause: unknown) {
    super("A part of the app could not be loaded.", { cause });
    this.name = "PartNotLoaded";
  }
}

/**
 * Loads a page's own bundle: `loadPart(() => import("./Page"))`.
 *
 * @throws PartNotLoaded whatever the browser calls it
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new PartNotLoaded(error);
  }
}
