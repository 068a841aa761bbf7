import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { Exam, Profile } from "../api/types";
import { draftStore } from "../identity/drafts";
import { SignedInContext } from "../identity/signedIn";
import { EditExamPage, NewExamPage } from "./ExamEditorPage";

const exam: Exam = {
  exam_id: "e1",
  title: "Algebra",
  description: "",
  opens_at: "2026-03-01T09:00:00.000Z",
  closes_at: "2026-03-01T12:00:00.000Z",
  duration_minutes: 60,
  state: "open",
  question_count: 2,
  created_at: "2026-02-01T09:00:00.000Z",
  updated_at: "2026-02-01T09:00:00.000Z",
  has_sittings: false,
  policy: {},
  questions: ["1 + 1?", "2 + 2?"].map((prompt, index) => ({
    question_id: `q${index}`,
    position: index + 1,
    kind: "single_choice",
    prompt,
    options: ["Two", "Four"].map((text, at) => ({ option_id: `o${at}`, text })),
  })),
};

const author = { id: "a1", roles: ["author"] } as unknown as Profile;

beforeEach(() => {
  draftStore.forgetAll();
});

function open(address: string, me: Profile = author): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter(
    [
      { path: "/exams", element: <p>All exams</p> },
      { path: "/exams/new", Component: NewExamPage },
      { path: "/exams/:examId", Component: EditExamPage },
    ],
    { initialEntries: [address] },
  );
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <SignedInContext value={me}>
          <RouterProvider router={router} />
        </SignedInContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return client;
}

async function edit(): Promise<QueryClient> {
  vi.spyOn(server, "getExam").mockResolvedValue(exam);
  const client = open("/exams/e1");
  await screen.findByDisplayValue("Algebra");
  return client;
}

const button = (label: string) => screen.getByText(label, { selector: "button *" });
const save = () => userEvent.click(button("Save"));
const question = (number: number) => within(screen.getByLabelText(`Question ${number}`));
const policy = () => screen.getByLabelText("Thresholds that differ from the default");
const invalid = () =>
  [...document.querySelectorAll("[aria-invalid=true]")].map((field) => field.getAttribute("data-path"));
/** At once: the tests are about what is typed, not about key strokes. */
const fill = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

describe("the editor of an exam", () => {
  it("asks for the figures of reviews only where somebody may read them", async () => {
    const figures = vi.spyOn(server, "getReviewStatistics").mockReturnValue(new Promise(() => undefined));
    await edit();
    expect(figures).not.toHaveBeenCalled();
    cleanup();
    open("/exams/e1", { ...author, roles: ["author", "reviewer"] });
    await screen.findByDisplayValue("Algebra");
    expect(figures).toHaveBeenCalledWith("e1");
  });

  it("is saved by the first click, as it was typed", async () => {
    const create = vi.spyOn(server, "createExam").mockResolvedValue(exam);
    open("/exams/new");
    fill(screen.getByLabelText(/^Title/), "Algebra");
    fill(question(1).getByLabelText("Question"), "1 + 1?");
    fill(screen.getByLabelText("Option 1 of question 1"), "2");
    fill(screen.getByLabelText("Option 2 of question 1"), "3");
    await userEvent.click(button("Advanced: detection policy"));
    fill(policy(), '{"record_below_focus_score":40}');
    await save();
    expect(await screen.findByText("All exams")).toBeVisible();
    expect(create).toHaveBeenCalledOnce();
    expect(create.mock.calls[0]?.[0]).toMatchObject({
      title: "Algebra",
      duration_minutes: 60,
      policy: { record_below_focus_score: 40 },
      questions: [{ prompt: "1 + 1?", options: [{ text: "2" }, { text: "3" }] }],
    });
  });

  it("marks what must be mended, goes to the first of it, and unmarks each as it is mended", async () => {
    const update = vi.spyOn(server, "updateExam").mockResolvedValue(exam);
    await edit();
    const title = screen.getByLabelText(/^Title/);
    fill(title, "");
    fill(screen.getByLabelText(/^Minutes/), "1500");
    fill(screen.getByLabelText(/^Opens/), "2027-01-01T09:00");
    fill(screen.getByLabelText("Option 2 of question 2"), "Two");
    expect(invalid(), "nothing is marked before").toEqual([]);
    await save();
    expect(invalid()).toEqual(["title", "closesAt", "durationMinutes", "questions.1.options.1.text"]);
    expect(screen.getByText("An exam lasts at most 1440 minutes, which is a day.")).toBeVisible();
    expect(screen.getByText(/^This is the same as option 1/)).toBeVisible();
    expect(screen.getByText(/mend the 4 fields/)).toBeVisible();
    expect(title).toHaveFocus();
    expect(screen.getByLabelText(/^Minutes/), "it is told, and not made less").toHaveValue("1500");

    fill(title, "Algebra");
    expect(invalid()).not.toContain("title");
    fill(screen.getByLabelText(/^Opens/), "2026-01-01T09:00");
    expect(invalid(), "an earlier opening mends the closing").not.toContain("closesAt");
    fill(screen.getByLabelText("Option 1 of question 2"), "Three");
    expect(invalid(), "another option mends the one that was the same").toEqual(["durationMinutes"]);
    fill(screen.getByLabelText(/^Minutes/), "1440");
    expect(invalid()).toEqual([]);
    expect(screen.queryByText(/Please mend/)).toBeNull();
    expect(update).not.toHaveBeenCalled();
    await save();
    expect(update).toHaveBeenCalledOnce();
  });

  it("goes to a mistake in the policy, though it is folded away", async () => {
    await edit();
    await userEvent.click(button("Advanced: detection policy"));
    fill(policy(), "{oops");
    await userEvent.click(button("Advanced: detection policy"));
    await save();
    expect(policy()).toHaveFocus();
    expect(policy()).toHaveValue("{oops");
    expect(screen.getByText(/^This is not JSON/)).toBeVisible();
  });

  it("shows what the server refuses at its field, keeps all that is typed, and is saved when it is mended", async () => {
    const refusal = new Problem(400, "invalid_request", "These fields are not valid.", [
      { field: "title", message: "must hold something that can be seen" },
      { field: "questions[1].options[0].text", message: "must not hold that" },
    ]);
    const update = vi.spyOn(server, "updateExam").mockRejectedValueOnce(refusal).mockResolvedValue(exam);
    await edit();
    fill(question(2).getByLabelText("Question"), "Typed before the error");
    await save();
    expect(await screen.findByText("must hold something that can be seen")).toBeVisible();
    expect(invalid()).toEqual(["title", "questions.1.options.0.text"]);
    expect(screen.queryByText("The exam was not saved"), "all of it stands at fields").toBeNull();
    expect(question(2).getByLabelText("Question")).toHaveValue("Typed before the error");
    expect(screen.getByLabelText(/^Title/)).toHaveFocus();

    await userEvent.click(screen.getByLabelText("Move question 2 up"));
    expect(invalid(), "it moves along with its question").toEqual(["title", "questions.0.options.0.text"]);
    fill(screen.getByLabelText("Option 1 of question 1"), "Two!");
    expect(invalid()).toEqual(["title"]);
    fill(screen.getByLabelText(/^Title/), "Algebra!");
    expect(invalid()).toEqual([]);
    await save();
    expect(await screen.findByText("All exams")).toBeVisible();
    expect(update.mock.lastCall?.[1]).toMatchObject({
      title: "Algebra!",
      questions: [{ prompt: "Typed before the error", options: [{ text: "Two!" }, { text: "Four" }] }, {}],
    });
  });

  it("says beside the fields what no field is for, and keeps all that is typed", async () => {
    vi.spyOn(server, "updateExam").mockRejectedValue(
      new Problem(409, "exam_in_use", "Its questions cannot change.", [{ field: "elsewhere", message: "is wrong" }]),
    );
    await edit();
    fill(screen.getByLabelText(/^Title/), "Geometry");
    await save();
    const alert = (await screen.findByText("The exam was not saved")).closest<HTMLElement>("[role=alert]");
    expect(alert).toHaveTextContent("Its questions cannot change.");
    expect(alert).toHaveTextContent("elsewhere: is wrong");
    expect(screen.getByLabelText(/^Title/)).toHaveValue("Geometry");
  });

  it("keeps what is typed where the exam cannot be read again", async () => {
    const client = await edit();
    fill(screen.getByLabelText(/^Title/), "Geometry");
    const read = vi.spyOn(server, "getExam").mockRejectedValue(new Problem(404, "not_found", "There is none."));
    // As after a new sign-in.
    await act(() => client.invalidateQueries({ queryKey: keys.exam("e1") }));
    await waitFor(() => {
      expect(client.getQueryState(keys.exam("e1"))?.status).toBe("error");
    });
    expect(read).toHaveBeenCalledTimes(2);
    expect(screen.getByLabelText(/^Title/)).toHaveValue("Geometry");
  });

  it("finds again what was typed and not saved, until it is saved or dropped", async () => {
    open("/exams/new");
    fill(screen.getByLabelText(/^Title/), "Algebra");
    fill(question(1).getByLabelText("Question"), "1 + 1?");
    await userEvent.click(screen.getByText("Cancel"));
    cleanup();

    open("/exams/new");
    expect(screen.getByText("What you had not saved is here again")).toBeVisible();
    expect(screen.getByLabelText(/^Title/)).toHaveValue("Algebra");
    expect(question(1).getByLabelText("Question")).toHaveValue("1 + 1?");
    await userEvent.click(button("Start anew"));
    expect(screen.getByLabelText(/^Title/)).toHaveValue("");
    cleanup();

    open("/exams/new");
    expect(screen.queryByText("What you had not saved is here again")).toBeNull();
  });

  it("forgets what is saved", async () => {
    vi.spyOn(server, "updateExam").mockResolvedValue(exam);
    await edit();
    fill(screen.getByLabelText(/^Title/), "Geometry");
    await save();
    await screen.findByText("All exams");
    cleanup();
    await edit();
    expect(screen.queryByText("What you had not saved is here again")).toBeNull();
  });

  it("shows what somebody else has saved meanwhile, and saves nothing over it unasked", async () => {
    const theirs: Exam = {
      ...exam,
      title: "Algebra II",
      updated_at: "2026-02-02T09:00:00.000Z",
      questions: exam.questions.slice(1),
    };
    const update = vi
      .spyOn(server, "updateExam")
      .mockRejectedValueOnce(new Problem(409, "exam_changed", "Somebody has changed this exam.", []))
      .mockResolvedValue(exam);
    await edit();
    vi.spyOn(server, "getExam").mockResolvedValue(theirs);
    fill(screen.getByLabelText("Description"), "Mine");
    await save();
    expect(update.mock.lastCall?.[1]).toMatchObject({ based_on: exam.updated_at });
    const alert = (await screen.findByText(/^Somebody has changed/)).closest<HTMLElement>("[role=alert]");
    expect(alert).toHaveTextContent("Title: Algebra II");
    expect(alert).toHaveTextContent("Description: empty");
    expect(alert).toHaveTextContent("Questions: 2 + 2?");
    expect(alert).not.toHaveTextContent("Minutes");
    expect(update).toHaveBeenCalledOnce();

    await userEvent.click(button("Save mine in its place"));
    await screen.findByText("All exams");
    const sent = update.mock.lastCall?.[1];
    expect(sent).toMatchObject({ description: "Mine", based_on: theirs.updated_at });
    expect(sent?.questions.map((asked) => asked.question_id)).toEqual([undefined, "q1"]);
  });

  it("takes what somebody else has saved, if that is wanted", async () => {
    const update = vi
      .spyOn(server, "updateExam")
      .mockRejectedValueOnce(new Problem(409, "exam_changed", "Somebody has changed this exam.", []))
      .mockResolvedValue(exam);
    await edit();
    vi.spyOn(server, "getExam").mockResolvedValue({ ...exam, title: "Theirs", updated_at: "2026-02-02T09:00:00.000Z" });
    fill(screen.getByLabelText(/^Title/), "Mine");
    await save();
    await userEvent.click(await screen.findByText("Take what is saved, and drop mine"));
    expect(screen.getByLabelText(/^Title/)).toHaveValue("Theirs");
    await save();
    expect(update.mock.lastCall?.[1]).toMatchObject({ title: "Theirs", based_on: "2026-02-02T09:00:00.000Z" });
  });

  it("lets nobody type into questions that cannot change", async () => {
    vi.spyOn(server, "getExam").mockResolvedValue({ ...exam, has_sittings: true });
    open("/exams/e1");
    await screen.findByDisplayValue("Algebra");
    expect(question(1).getByLabelText("Question")).toBeDisabled();
    expect(screen.getByLabelText(/^Title/)).toBeEnabled();
    expect(screen.getByText(/its questions stay as they are/)).toBeVisible();
  });
});
