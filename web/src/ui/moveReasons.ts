import type { MoveReason } from "../api/types";

/** Why an exam may go on on another device, as students choose it and staff read it. */
export const MOVE_REASONS: readonly { readonly reason: MoveReason; readonly label: string }[] = [
  { reason: "device_broke", label: "The other device does not work any more" },
  { reason: "other", label: "Another reason" },
];
