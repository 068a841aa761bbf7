import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, Route, Routes } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import type { Profile, SessionStatus } from "../api/types";
import { SignedInContext } from "../identity/signedIn";
import { ExamPage } from "./ExamPage";

const lena = { id: "lena", username: "lena", display_name: "Lena", roles: ["student"] } satisfies Profile;

const server = vi.hoisted(() => ({
  findExamSummary: vi.fn(),
  startExam: vi.fn(),
  getExamSession: vi.fn(),
}));
vi.mock("../api/server", () => server);
vi.mock("./camera/browserSupport", () => ({ findUnsupported: () => undefined }));
vi.mock("./camera/useLight", () => ({ useLight: () => undefined }));
const seat = vi.hoisted((): { check: unknown } => ({ check: undefined }));
vi.mock("./camera/useCameraCheck", () => ({ useCameraCheck: () => seat.check }));
vi.mock("./camera/CameraPreview", () => ({ CameraPreview: () => null }));
const camera = vi.hoisted(() => {
  const track = { getSettings: () => ({ deviceId: "c" }) };
  return { camera: { state: "on", track, stream: {} }, devices: [], start: vi.fn(), stop: vi.fn() };
});
vi.mock("./camera/useCamera", () => ({ useCamera: () => camera }));
// The questions have tests of their own; here it counts when they are shown.
vi.mock("./contact/Contact", () => ({ Contact: () => null }));
vi.mock("./SittingStep", () => ({ SittingStep: () => <p>the questions</p> }));

const channel = vi.hoisted(() => {
  const NOON = "2026-03-01T12:00:00.000Z";
  const listeners = new Set<() => void>();
  const state = { sitting: null as object | null };
  return {
    listeners,
    state,
    tell: (status: string, more: object = {}) => {
      state.sitting = {
        status,
        window_id: null,
        intervention: null,
        admission: null,
        status_since: NOON,
        ends_at: NOON,
        ...more,
      };
      listeners.forEach((listener) => {
        listener();
      });
    },
  };
});
vi.mock("./events/useEventChannel", async () => {
  const { useSyncExternalStore } = await import("react");
  return {
    useEventChannel: (sessionId: string | undefined) => {
      const sitting = useSyncExternalStore(
        (listener) => {
          channel.listeners.add(listener);
          return () => channel.listeners.delete(listener);
        },
        () => channel.state.sitting,
      );
      return { channel: sessionId === undefined ? undefined : {}, sitting };
    },
  };
});

const session = (status: SessionStatus) => ({
  session_id: "s1",
  admission: null,
  status,
  status_since: "2026-03-01T09:00:00.000Z",
  server_time: "2026-03-01T09:00:00.000Z",
  submit_reason: null,
  end_reason: status === "ended" ? "The fire alarm rang." : null,
  cheat_score: null,
  answers: [],
  questions: [],
});

const ADMISSION = { kept_days: null };

function open(status: SessionStatus | null, admission: typeof ADMISSION | null = null, looksForPhones = false) {
  server.findExamSummary.mockResolvedValue({
    exam_id: "e1",
    title: "Logic",
    description: "",
    question_count: 1,
    duration_minutes: 60,
    closes_at: "2026-03-01T18:00:00.000Z",
    state: "open",
    admission,
    looks_for_phones: looksForPhones,
    session: status === null ? null : { session_id: "s1", status },
  });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <MemoryRouter initialEntries={["/exam/e1"]}>
          <Routes>
            <Route
              path="/exam/:examId"
              element={
                <SignedInContext value={lena}>
                  <main id="main" tabIndex={-1}>
                    <ExamPage />
                  </main>
                </SignedInContext>
              }
            />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

beforeEach(() => {
  vi.stubGlobal("isSecureContext", true);
  Object.values(server).forEach((call) => call.mockReset());
  channel.state.sitting = null;
  sessionStorage.clear();
  camera.stop.mockReset();
});

it("asks at the camera check to come nearer while the face is small", async () => {
  seat.check = { presence: "present", persons: 1, face_size: "small" };
  open("checking_in");
  expect(await screen.findByTestId("seat-hint")).toHaveTextContent(/Please come nearer to the camera/);
  seat.check = undefined;
});

it.each([true, false])(
  "tells before the exam that a phone is looked for, where that is so (%s)",
  async (looksForPhones) => {
    open(null, null, looksForPhones);
    expect(await screen.findByRole("heading", { name: "How this exam is watched" })).toBeVisible();
    expect(screen.queryAllByText(/looks for a phone/)).toHaveLength(looksForPhones ? 1 : 0);
  },
);

it.each<[SessionStatus, string]>([
  ["checking_in", "Start the exam"],
  ["waiting", "Go on"],
  ["paused", "Continue the exam"],
])("says at the camera check that the sitting is %s", async (status, button) => {
  open(status);
  expect(await screen.findByTestId(`sitting-${status}`)).toBeVisible();
  expect(screen.getByRole("button", { name: button })).toBeEnabled();
});

it.each<[SessionStatus, string, boolean]>([
  ["active", "Continue the exam", true],
  ["paused", "Continue the exam", true],
  ["waiting", "Go on", false],
])("has the button above the picture of the camera where time runs already: %s", async (status, name, isAbove) => {
  open(status);
  const button = await screen.findByRole("button", { name });
  const follows = button.compareDocumentPosition(screen.getByTestId("seat-hint")) & Node.DOCUMENT_POSITION_FOLLOWING;
  expect(follows !== 0).toBe(isAbove);
});

it.each([
  [null, "sitting-waiting", /from there the exam begins by itself/],
  [{ asked_at: null }, "sitting-to_ask", /there you ask to be let in/],
  [{ asked_at: "2026-03-01T09:00:00.000Z" }, "sitting-asked", /as soon as you are let in/],
])(
  "says at the camera check what a waiting student does next, never that there is nothing: %o",
  async (admission, shown, next) => {
    open("waiting");
    await screen.findByTestId("sitting-waiting");
    act(() => {
      channel.tell("waiting", { admission });
    });
    expect(screen.getByTestId(shown)).toHaveTextContent(next);
    expect(screen.getByTestId(shown)).toHaveTextContent("go on below");
    expect(screen.queryByText(/nothing you need to do|Keep this page open|when you press this/)).toBeNull();
  },
);

it("waits while the student is not let in, and goes on by itself when the channel says so", async () => {
  server.startExam.mockResolvedValue(session("waiting"));
  server.getExamSession.mockResolvedValue(session("waiting"));
  open("checking_in");
  await userEvent.click(await screen.findByRole("button", { name: "Start the exam" }));
  expect(await screen.findByTestId("sitting-waiting")).toBeVisible();
  expect(screen.queryByText("the questions")).toBeNull();

  server.getExamSession.mockResolvedValue(session("active"));
  act(() => {
    channel.tell("active");
  });
  expect(await screen.findByText("the questions")).toBeVisible();
});

const PAUSED = {
  status_since: "2026-03-01T09:30:00.000Z",
  ends_at: "2026-03-01T10:12:20.000Z",
  window_id: "the window before",
  intervention: {
    intervention_id: "i1",
    kind: "pause",
    words: "Your exam was paused: the fire alarm rang.",
    note: null,
  },
};

it("shows a page that is loaded again in a pause why, and goes back to the questions by itself after it", async () => {
  sessionStorage.setItem("invigil.window", "the window before");
  server.startExam.mockResolvedValue(session("active"));
  open("paused");
  await screen.findByTestId("sitting-paused");
  act(() => {
    channel.tell("paused", PAUSED);
  });
  expect(screen.getByTestId("pause-reason")).toHaveTextContent("the fire alarm rang");
  expect(screen.getByText(/Time left when it goes on: 42:20/)).toBeVisible();
  expect(screen.getByText(/come back by themselves/)).toBeVisible();
  expect(screen.queryByText(/Your exam is running/)).toBeNull();
  expect(server.startExam).not.toHaveBeenCalled();
  act(() => {
    channel.tell("active", { ...PAUSED, intervention: null });
  });
  expect(await screen.findByText("the questions")).toBeVisible();
});

it("takes no exam away from the window where it goes on, and says that pressing the button would", async () => {
  open("paused");
  await screen.findByTestId("sitting-paused");
  act(() => {
    channel.tell("paused", PAUSED);
  });
  expect(screen.getByText(/press “Continue the exam” below/)).toBeVisible();
  expect(screen.getByText(/it goes on here and is locked there/)).toBeVisible();
  act(() => {
    channel.tell("active", { ...PAUSED, intervention: null });
  });
  expect(screen.getByText(/Your exam is running, until/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Continue the exam" })).toBeEnabled();
  expect(server.startExam).not.toHaveBeenCalled();
});

it("says before an admission that a proctor starts the time, and not a button", async () => {
  open(null, ADMISSION);
  expect(await screen.findByText(/A proctor lets you in/)).toBeVisible();
  expect(screen.getByText(/when a proctor lets you in\.$/)).toBeVisible();
  await userEvent.click(screen.getByRole("checkbox"));
  await userEvent.click(screen.getByRole("button", { name: "Continue to the camera check" }));
  expect(screen.getByRole("button", { name: "Go on to be let in" })).toBeEnabled();
  expect(screen.getByText("Your time starts when a proctor lets you in, not before.")).toBeVisible();
});

it("begins at the top for the keyboard where another step comes up", async () => {
  open(null);
  await userEvent.click(await screen.findByRole("checkbox"));
  await userEvent.click(screen.getByRole("button", { name: "Continue to the camera check" }));
  expect(screen.getByRole("main")).toHaveFocus();
});

it("tells the reason when the exam is ended before it has begun", async () => {
  server.getExamSession.mockResolvedValue(session("ended"));
  open("waiting");
  await screen.findByTestId("sitting-waiting");
  act(() => {
    channel.tell("ended");
  });
  expect(await screen.findByText("The fire alarm rang.")).toBeVisible();
});

it("lets go of the camera when the waiting ends with the exam", async () => {
  server.startExam.mockResolvedValue(session("waiting"));
  server.getExamSession.mockResolvedValue(session("ended"));
  open("waiting");
  await userEvent.click(await screen.findByRole("button", { name: "Go on" }));
  expect(await screen.findByText("The fire alarm rang.")).toBeVisible();
  expect(camera.stop).toHaveBeenCalled();
});

it("shows at once that it was ended", async () => {
  server.getExamSession.mockResolvedValue(session("ended"));
  open("ended");
  expect(await screen.findByRole("heading", { name: "Your exam has been ended" })).toBeVisible();
});
