/** What Mantine's dialogs compare their scroll area with, without the component itself: none of ours has it; see vite.config.ts. */
export const ScrollArea = { Autosize: null };
