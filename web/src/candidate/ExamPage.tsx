import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ExamSession, ExamSummary } from "../api/types";
import { LoadFailed, Loading, MessagePage, usePageTitle } from "../ui/StatusPages";
import { isBeforeStart, isOver } from "../ui/sittingStates";
import { formatDateTime } from "../ui/time";
import { CameraStep } from "./CameraStep";
import { ConsentStep } from "./ConsentStep";
import type { ServerClock } from "./serverClock";
import type { SittingEnd } from "./sitting";
import { SittingStep } from "./SittingStep";
import { SubmittedPage } from "./SubmittedPage";
import { Contact } from "./contact/Contact";
import { UnsupportedPage } from "./UnsupportedPage";
import { WaitingStep } from "./WaitingStep";
import { findUnsupported } from "./camera/browserSupport";
import { useCamera } from "./camera/useCamera";
import { useEventChannel } from "./events/useEventChannel";
import { useFocusOnChange } from "../ui/useFocusOnChange";

/** `/exam/{id}`: consent, camera check, questions, submitted. */
export function ExamPage() {
  const { examId = "" } = useParams();
  const exam = useQuery({
    queryKey: keys.exam(examId),
    queryFn: () => server.findExamSummary(examId),
    // The steps below own the truth once the exam runs.
    refetchOnWindowFocus: false,
  });
  if (exam.isPending) return <Loading what="the exam" />;
  if (exam.isError) return <LoadFailed error={exam.error} onRetry={() => void exam.refetch()} />;
  return <ExamSteps key={examId} exam={exam.data} />;
}

const WINDOW = "invigil.window";

/** For this tab, so that it is known after a reload whether the exam was open here, or goes on in another window. */
const rememberWindow = (windowId: string): void => {
  sessionStorage.setItem(WINDOW, windowId);
};
const recallWindow = (): string | null => sessionStorage.getItem(WINDOW);

type Step =
  | { readonly step: "consent" }
  | { readonly step: "camera" }
  | { readonly step: "waiting"; readonly session: ExamSession }
  | { readonly step: "sitting"; readonly session: ExamSession; readonly clock: ServerClock }
  | { readonly step: "submitted"; readonly sessionId: string; readonly end?: SittingEnd };

function firstStep(exam: ExamSummary): Step {
  if (exam.session === null) return { step: "consent" };
  return isOver(exam.session.status) ? { step: "submitted", sessionId: exam.session.session_id } : { step: "camera" };
}

/** Where a session belongs that was just read. */
function stepOf(session: ExamSession, clock: ServerClock): Step {
  if (isOver(session.status)) return { step: "submitted", sessionId: session.session_id };
  return isBeforeStart(session.status) ? { step: "waiting", session } : { step: "sitting", session, clock };
}

/** The session that this page is about; undefined before the exam is started. */
function sessionOf(step: Step, exam: ExamSummary): string | undefined {
  return step.step === "sitting" || step.step === "waiting" ? step.session.session_id : exam.session?.session_id;
}

function ExamSteps({ exam }: { exam: ExamSummary }) {
  usePageTitle(exam.title);
  const [step, setStep] = useState<Step>(() => firstStep(exam));
  const camera = useCamera();
  const [unsupported] = useState(findUnsupported);
  // Only there where the page may use a camera, too.
  const [windowId] = useState(() => (isSecureContext ? crypto.randomUUID() : ""));
  const sessionId = sessionOf(step, exam);
  const { channel, sitting } = useEventChannel(
    step.step === "submitted" || unsupported !== undefined ? undefined : sessionId,
    windowId,
  );
  const { stop } = camera;
  useFocusOnChange(step.step);

  // It may end in another window, or by time, while this one still looks at its camera.
  const isOverElsewhere = step.step === "camera" && sitting !== null && isOver(sitting.status);
  useEffect(() => {
    if (isOverElsewhere) stop();
  }, [isOverElsewhere, stop]);

  if (step.step === "submitted") {
    return <SubmittedPage sessionId={step.sessionId} examTitle={exam.title} end={step.end} />;
  }
  if (isOverElsewhere && sessionId !== undefined) {
    return <SubmittedPage sessionId={sessionId} examTitle={exam.title} end={undefined} />;
  }
  if (exam.session === null && exam.state !== "open") return <NotOpenPage exam={exam} />;
  if (unsupported !== undefined) return <UnsupportedPage reason={unsupported} />;

  const contact = sessionId !== undefined && sitting !== null && !isOver(sitting.status) && (
    <Contact sessionId={sessionId} sitting={sitting} />
  );
  switch (step.step) {
    case "consent":
      return (
        <ConsentStep
          exam={exam}
          onAccept={() => {
            setStep({ step: "camera" });
          }}
        />
      );
    case "camera":
      return (
        <>
          <CameraStep
            exam={exam}
            camera={camera}
            status={sitting?.status ?? exam.session?.status}
            sitting={sitting}
            isOurs={sitting !== null && [null, recallWindow()].includes(sitting.window_id)}
            onStarted={(session, clock) => {
              if (!isBeforeStart(session.status)) rememberWindow(windowId);
              setStep(stepOf(session, clock));
            }}
          />
          {contact}
        </>
      );
    case "waiting":
      return (
        <>
          <WaitingStep
            session={step.session}
            status={sitting?.status ?? step.session.status}
            admission={sitting?.admission ?? null}
            camera={camera}
            onMoved={(session, clock) => {
              if (isOver(session.status)) stop();
              else rememberWindow(windowId);
              setStep(stepOf(session, clock));
            }}
          />
          {contact}
        </>
      );
    case "sitting":
      return channel === undefined ? null : (
        <>
          <SittingStep
            session={step.session}
            windowId={windowId}
            clock={step.clock}
            camera={camera}
            channel={channel}
            intervention={sitting?.intervention ?? null}
            onDone={(end) => {
              setStep({ step: "submitted", sessionId: step.session.session_id, end });
            }}
          />
          {contact}
        </>
      );
  }
}

function NotOpenPage({ exam }: { exam: ExamSummary }) {
  return (
    <MessagePage title={exam.state === "upcoming" ? "This exam is not open yet" : "This exam is closed"}>
      <Text>
        {exam.title}{" "}
        {exam.state === "upcoming"
          ? `opens ${formatDateTime(exam.opens_at)}.`
          : `closed ${formatDateTime(exam.closes_at)}.`}
      </Text>
      <Button component={Link} to="/" w="fit-content">
        Back to my exams
      </Button>
    </MessagePage>
  );
}
