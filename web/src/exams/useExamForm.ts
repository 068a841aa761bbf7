import { useForm, type UseFormReturnType } from "@mantine/form";
import { useRef } from "react";
import { Problem } from "../api/problem";
import type { ExamInput } from "../api/types";
import { draftErrors, placeErrors, toInput, type DraftErrors, type ExamDraft } from "./examDraft";

export type ExamForm = UseFormReturnType<ExamDraft, ExamInput>;

/** An answer of the server that the exam is not saved. */
export interface Refusal {
  /** What stands at fields now. */
  readonly placed: DraftErrors;
  /** What is to be said beside them; null for nothing. */
  readonly left: Error | null;
}

/**
 * The editor's form; each change is told. Errors come with a try to save, and each goes as soon as it is mended, wherever that was done: an earlier
 * opening mends the time of closing, another option the one that was the same.
 */
export function useExamForm(
  initial: ExamDraft,
  onChange: (draft: ExamDraft) => void,
): {
  form: ExamForm;
  /** Shows at their fields what the server has refused. */
  refuse: (error: Error) => Refusal;
} {
  const isOfServer = useRef(false);
  const form = useForm<ExamDraft, ExamInput>({
    mode: "controlled",
    initialValues: initial,
    validate: (draft) => {
      isOfServer.current = false;
      return draftErrors(draft);
    },
    transformValues: toInput,
    clearInputErrorOnChange: false,
    onValuesChange: (draft, before) => {
      onChange(draft);
      const stillWrong = isOfServer.current ? untouched : notMended;
      form.setErrors((errors) => (Object.keys(errors).length === 0 ? errors : stillWrong(errors, draft, before)));
    },
  });

  function refuse(error: Error): Refusal {
    if (!(error instanceof Problem)) return { placed: {}, left: error };
    const { placed, others } = placeErrors(error.errors, form.getValues());
    isOfServer.current = true;
    form.setErrors(placed);
    const isAllPlaced = Object.keys(placed).length > 0 && others.length === 0;
    return { placed, left: isAllPlaced ? null : new Problem(error.status, error.code, error.message, others) };
  }

  return { form, refuse };
}

type Errors = ExamForm["errors"];

/** In the words of now: so many characters too long, and then fewer. */
function notMended(errors: Errors, draft: ExamDraft): Errors {
  const now = draftErrors(draft);
  return Object.fromEntries(Object.keys(errors).map((path) => [path, now[path]]));
}

/** Whether what the server has refused is mended only the server knows: an error stands until its field is another. */
function untouched(errors: Errors, draft: ExamDraft, before: ExamDraft): Errors {
  // The form itself has moved the errors along with their questions and options.
  if (outline(draft) !== outline(before)) return errors;
  const isUntouched = (path: string) => textAt(draft, path) === textAt(before, path);
  return Object.fromEntries(Object.entries(errors).filter(([path]) => isUntouched(path)));
}

/** Which questions and options there are, in which order. */
const outline = ({ questions }: ExamDraft): string =>
  JSON.stringify(questions.map(({ key, options }) => [key, options.map((option) => option.key)]));

function textAt(draft: ExamDraft, path: string): string | undefined {
  const names = path.split(".");
  return JSON.stringify(
    names.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], draft),
  );
}
