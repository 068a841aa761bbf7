import type { FieldError } from "../api/problem";
import type { Exam, ExamInput, QuestionInput, QuestionKind } from "../api/types";

/** An option as it is edited. `key` holds its place on the page. */
export interface OptionDraft {
  readonly key: string;
  readonly optionId: string;
  readonly text: string;
}

export interface QuestionDraft {
  readonly key: string;
  /** Undefined until the server has seen the question. */
  readonly questionId: string | undefined;
  readonly kind: QuestionKind;
  readonly prompt: string;
  readonly options: readonly OptionDraft[];
}

/** An exam as it is edited: times in the form that date inputs take, the policy as text. */
export interface ExamDraft {
  readonly title: string;
  readonly description: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly durationMinutes: number | "";
  readonly questions: readonly QuestionDraft[];
  readonly policyText: string;
}

let nextKey = 0;
const newKey = (): string => `draft-${(nextKey += 1)}`;

export function emptyDraft(now: Date): ExamDraft {
  const opens = new Date(now);
  opens.setMinutes(0, 0, 0);
  const closes = new Date(opens.getTime() + 24 * 3_600_000);
  return {
    title: "",
    description: "",
    opensAt: toLocalInput(opens.toISOString()),
    closesAt: toLocalInput(closes.toISOString()),
    durationMinutes: 60,
    questions: [newQuestion("single_choice")],
    policyText: "{}",
  };
}

export function draftOf(exam: Exam): ExamDraft {
  return {
    title: exam.title,
    description: exam.description,
    opensAt: toLocalInput(exam.opens_at),
    closesAt: toLocalInput(exam.closes_at),
    durationMinutes: exam.duration_minutes,
    questions: exam.questions.map((question) => ({
      key: newKey(),
      questionId: question.question_id,
      kind: question.kind,
      prompt: question.prompt,
      options: question.options.map((option) => ({ key: newKey(), optionId: option.option_id, text: option.text })),
    })),
    policyText: JSON.stringify(exam.policy, null, 2),
  };
}

export function newQuestion(kind: QuestionKind): QuestionDraft {
  return {
    key: newKey(),
    questionId: undefined,
    kind,
    prompt: "",
    options: kind === "text" ? [] : [newOption([]), newOption([{ optionId: "a" }])],
  };
}

/** An option with the first letter that is free. Ids stay with their option when others go, for answers name them. */
export function newOption(existing: readonly { readonly optionId: string }[]): OptionDraft {
  const taken = new Set(existing.map((option) => option.optionId));
  for (let index = 0; ; index += 1) {
    const optionId = index < 26 ? String.fromCharCode(97 + index) : `o${index}`;
    if (!taken.has(optionId)) return { key: newKey(), optionId, text: "" };
  }
}

export function withKind(question: QuestionDraft, kind: QuestionKind): QuestionDraft {
  if (kind === "text") return { ...question, kind, options: [] };
  return { ...question, kind, options: question.options.length > 0 ? question.options : newQuestion(kind).options };
}

/** Moves the entry at `from` by one place. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const copy = [...list];
  const [entry] = copy.splice(from, 1);
  if (entry !== undefined) copy.splice(from + by, 0, entry);
  return copy;
}

export type DraftResult = { readonly input: ExamInput } | { readonly errors: readonly FieldError[] };

/** What the server takes, or what must be mended first; fields are named as the server names them. */
export function toInput(draft: ExamDraft): DraftResult {
  const errors: FieldError[] = [];
  const opens = new Date(draft.opensAt);
  const closes = new Date(draft.closesAt);
  if (draft.title.trim() === "") errors.push({ field: "title", message: "Give the exam a title." });
  if (Number.isNaN(opens.getTime())) errors.push({ field: "opens_at", message: "Say when the exam opens." });
  if (Number.isNaN(closes.getTime())) errors.push({ field: "closes_at", message: "Say when the exam closes." });
  if (closes <= opens) errors.push({ field: "closes_at", message: "The exam must close after it opens." });
  if (draft.durationMinutes === "" || draft.durationMinutes < 1 || draft.durationMinutes > 1440) {
    errors.push({ field: "duration_minutes", message: "Between 1 and 1440 minutes." });
  }
  draft.questions.forEach((question, index) => {
    const field = `questions[${index}]`;
    if (question.prompt.trim() === "") errors.push({ field: `${field}.prompt`, message: "Write the question." });
    if (question.kind !== "text" && question.options.length < 2) {
      errors.push({ field: `${field}.options`, message: "Give at least two options." });
    }
    if (question.options.some((option) => option.text.trim() === "")) {
      errors.push({ field: `${field}.options`, message: "Fill in or remove the empty options." });
    }
  });
  const policy = parsePolicy(draft.policyText);
  if (typeof policy === "string") errors.push({ field: "policy", message: policy });
  if (errors.length > 0 || typeof policy === "string") return { errors };
  return {
    input: {
      title: draft.title.trim(),
      description: draft.description.trim(),
      opens_at: opens.toISOString(),
      closes_at: closes.toISOString(),
      duration_minutes: Number(draft.durationMinutes),
      questions: draft.questions.map(questionInput),
      policy,
    },
  };
}

function questionInput({ questionId, kind, prompt, options }: QuestionDraft): QuestionInput {
  return {
    ...(questionId === undefined ? {} : { question_id: questionId }),
    kind,
    prompt: prompt.trim(),
    options: options.map((option) => ({ option_id: option.optionId, text: option.text.trim() })),
  };
}

function parsePolicy(text: string): Record<string, unknown> | string {
  try {
    const policy: unknown = JSON.parse(text.trim() === "" ? "{}" : text);
    if (typeof policy === "object" && policy !== null && !Array.isArray(policy))
      return policy as Record<string, unknown>;
    return "The policy is a JSON object, such as {}.";
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** RFC 3339 to the reader's own wall clock, as `<input type="datetime-local">` takes it. */
export function toLocalInput(at: string): string {
  const date = new Date(at);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What is wrong with a field, or undefined. */
export function errorOf(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field || error.field.startsWith(`${field}.`))?.message;
}
