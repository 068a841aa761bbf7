import { useMergedRef } from "@mantine/hooks";
import type { Ref } from "react";

/** What Mantine's ScrollArea takes from @floating-ui/react, without the rest of it; see vite.config.ts. */
export const useMergeRefs = <T>(refs: Ref<T>[]) => useMergedRef(...refs);
