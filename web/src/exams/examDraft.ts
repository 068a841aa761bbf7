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

/** The same with new keys, for a page that did not make it. */
export function rekeyed(draft: ExamDraft): ExamDraft {
  return {
    ...draft,
    questions: draft.questions.map((question) => ({
      ...question,
      key: newKey(),
      options: question.options.map((option) => ({ ...option, key: newKey() })),
    })),
  };
}

/** Whether both say the same, whatever their keys are. */
export function isSameExam(a: ExamDraft, b: ExamDraft): boolean {
  return differences(a, b).length === 0;
}

const NAMES = {
  title: "Title",
  description: "Description",
  opensAt: "Opens",
  closesAt: "Closes",
  durationMinutes: "Minutes",
  policyText: "Detection policy",
} as const;

/** In what two drafts differ: the name of the field, and what the first says there. */
export function differences(saved: ExamDraft, mine: ExamDraft): { name: string; saved: string }[] {
  const found = (Object.keys(NAMES) as (keyof typeof NAMES)[])
    .filter((field) => saved[field] !== mine[field])
    .map((field) => ({ name: NAMES[field], saved: sayTyped(saved[field]) }));
  const wording = (draft: ExamDraft) => JSON.stringify(draft.questions.map(questionInput));
  if (wording(saved) === wording(mine)) return found;
  return [...found, { name: "Questions", saved: saved.questions.map(({ prompt }) => prompt).join(" · ") }];
}

const sayTyped = (value: string | number): string => (value === "" ? "empty" : String(value).replace("T", ", "));

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

/** What the server takes, too. */
const MOST_MINUTES = 24 * 60;
const MOST = { title: 200, description: 4000, prompt: 8000, option: 2000, questions: 200, options: 20 } as const;

/** What is wrong with fields, in sentences that say what to do, by their paths in the draft, such as `questions.0.prompt`. */
export type DraftErrors = Readonly<Record<string, string>>;

/** What must be mended before the draft can be sent. */
export function draftErrors(draft: ExamDraft): DraftErrors {
  const opens = new Date(draft.opensAt);
  const closes = new Date(draft.closesAt);
  const policy = parsePolicy(draft.policyText);
  const errors: Record<string, string | undefined> = {
    title: draft.title.trim() === "" ? "Give the exam a title." : tooLong(draft.title, MOST.title),
    description: tooLong(draft.description, MOST.description),
    opensAt: Number.isNaN(opens.getTime()) ? "Say when the exam opens." : undefined,
    closesAt: Number.isNaN(closes.getTime())
      ? "Say when the exam closes."
      : closes <= opens
        ? "The exam must close after it opens."
        : undefined,
    durationMinutes: minutesError(draft.durationMinutes),
    questions: questionsError(draft.questions.length),
    policyText: typeof policy === "string" ? policy : undefined,
  };
  draft.questions.forEach((question, index) => {
    Object.assign(errors, questionErrors(question, `questions.${index}`));
  });
  return Object.fromEntries(
    Object.entries(errors).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function tooLong(text: string, most: number): string | undefined {
  const excess = text.trim().length - most;
  return excess > 0
    ? `${excess} ${excess === 1 ? "character" : "characters"} too long: at most ${most} fit.`
    : undefined;
}

function minutesError(minutes: number | ""): string | undefined {
  if (minutes === "") return "Say how many minutes each student has.";
  if (!Number.isInteger(minutes) || minutes < 1) return "Give whole minutes, at least one.";
  return minutes > MOST_MINUTES ? "An exam lasts at most 1440 minutes, which is a day." : undefined;
}

function questionsError(count: number): string | undefined {
  if (count === 0) return "Add at least one question.";
  return count > MOST.questions ? `An exam holds at most ${MOST.questions} questions.` : undefined;
}

function questionErrors({ kind, prompt, options }: QuestionDraft, path: string): Record<string, string | undefined> {
  const errors: Record<string, string | undefined> = {
    [`${path}.prompt`]: prompt.trim() === "" ? "Write the question." : tooLong(prompt, MOST.prompt),
  };
  if (kind === "text") return errors;
  if (options.length < 2) errors[`${path}.options`] = "Give at least two options.";
  if (options.length > MOST.options) errors[`${path}.options`] = `A question has at most ${MOST.options} options.`;
  const seen = new Map<string, number>();
  options.forEach(({ text }, index) => {
    // As the server compares them: an accent may be written as a character of its own.
    const words = text.trim().normalize();
    const first = seen.get(words);
    errors[`${path}.options.${index}.text`] =
      words === ""
        ? "Fill in or remove this option."
        : first !== undefined
          ? `This is the same as option ${first}. Change or remove one of them.`
          : tooLong(text, MOST.option);
    if (first === undefined) seen.set(words, index + 1);
  });
  return errors;
}

/** The server's errors at the fields of the draft, and those that no field is for. */
export interface PlacedErrors {
  readonly placed: DraftErrors;
  readonly others: readonly FieldError[];
}

const PLACES: Readonly<Record<string, string>> = {
  title: "title",
  description: "description",
  opens_at: "opensAt",
  closes_at: "closesAt",
  duration_minutes: "durationMinutes",
  questions: "questions",
  policy: "policyText",
};

/** The server names fields as its JSON does: `questions[0].options[1].text`. */
export function placeErrors(errors: readonly FieldError[], draft: ExamDraft): PlacedErrors {
  const placed: Record<string, string> = {};
  const others: FieldError[] = [];
  for (const error of errors) {
    const path = placeOf(error.field, draft);
    if (path === undefined) others.push(error);
    // One field of the page may stand for many of the server: the policy is one text.
    else placed[path] = [placed[path], wordsOf(error)].filter((words) => words !== undefined).join("; ");
  }
  return { placed, others };
}

function placeOf(field: string, draft: ExamDraft): string | undefined {
  if (field.startsWith("policy.")) return "policyText";
  const inQuestion = /^questions\[(\d+)\]\.(?:(prompt|options)|options\[(\d+)\]\.text)$/.exec(field);
  if (inQuestion === null) return PLACES[field];
  const [, index, whole, option] = inQuestion;
  const question = draft.questions[Number(index)];
  if (question === undefined || (whole !== "prompt" && question.kind === "text")) return undefined;
  if (whole !== undefined) return `questions.${index}.${whole}`;
  return question.options[Number(option)] === undefined ? undefined : `questions.${index}.options.${option}.text`;
}

const wordsOf = ({ field, message }: FieldError): string =>
  field.startsWith("policy.") ? `${field.slice("policy.".length)} ${message}` : message;

/** What the server takes, of a draft without errors. */
export function toInput(draft: ExamDraft): ExamInput {
  const policy = parsePolicy(draft.policyText);
  if (typeof policy === "string") throw new Error(policy);
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    opens_at: new Date(draft.opensAt).toISOString(),
    closes_at: new Date(draft.closesAt).toISOString(),
    duration_minutes: Number(draft.durationMinutes),
    questions: draft.questions.map(questionInput),
    policy,
  };
}

/** The same for an exam whose questions somebody has changed meanwhile: what is no question of it any more is a new one. */
export function onTopOf(exam: Exam, input: ExamInput): ExamInput {
  const known = new Set(exam.questions.map((question) => question.question_id));
  return {
    ...input,
    questions: input.questions.map(({ question_id: id, ...question }) =>
      typeof id === "string" && known.has(id) ? { ...question, question_id: id } : question,
    ),
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
