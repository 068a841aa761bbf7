import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import * as server from "../api/server";
import type { Admission, ExamSession } from "../api/types";
import type { Camera } from "./camera/useCamera";
import { WaitingStep } from "./WaitingStep";

const session = { session_id: "s1", admission: { kept_days: null } } as ExamSession;
const asked = { asked_at: "2026-03-01T10:00:00.000Z", has_picture: true, sentence: null } as Admission;

it.each<[string, ExamSession, Admission | null, string]>([
  ["has asked for nothing yet", session, null, "sitting-to_ask"],
  ["needs another picture", session, { ...asked, asked_at: null }, "sitting-to_ask"],
  ["has asked", session, asked, "sitting-asked"],
  ["need not ask", { ...session, admission: null }, null, "sitting-waiting"],
  ["begins with the camera", { ...session, admission: null, camera_required: true }, null, "camera-start"],
])("says that there is nothing to do only where that is true: who %s", (_, of, admission, shown) => {
  vi.spyOn(server, "getExamSession").mockReturnValue(new Promise(() => undefined));
  const camera = { camera: { state: "off" }, start: vi.fn(), stop: vi.fn() } as unknown as Camera;
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <WaitingStep session={of} status="waiting" admission={admission} camera={camera} onMoved={vi.fn()} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  expect(screen.getByTestId(shown)).toBeVisible();
});
