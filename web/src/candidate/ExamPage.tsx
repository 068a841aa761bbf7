import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ExamSession, ExamSummary } from "../api/types";
import { LoadFailed, Loading, MessagePage, usePageTitle } from "../ui/StatusPages";
import { formatDateTime } from "../ui/time";
import { CameraStep } from "./CameraStep";
import { ConsentStep } from "./ConsentStep";
import { ServerClock } from "./serverClock";
import { SittingStep } from "./SittingStep";
import { SubmittedPage } from "./SubmittedPage";
import { UnsupportedPage } from "./UnsupportedPage";
import { findUnsupported } from "./camera/browserSupport";
import { useCamera } from "./camera/useCamera";

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

type Step =
  | { readonly step: "consent" }
  | { readonly step: "camera" }
  | { readonly step: "sitting"; readonly session: ExamSession; readonly clock: ServerClock }
  | { readonly step: "submitted"; readonly sessionId: string };

function firstStep(exam: ExamSummary): Step {
  if (exam.session?.status === "submitted") return { step: "submitted", sessionId: exam.session.session_id };
  return exam.session?.status === "active" ? { step: "camera" } : { step: "consent" };
}

function ExamSteps({ exam }: { exam: ExamSummary }) {
  usePageTitle(exam.title);
  const [step, setStep] = useState<Step>(() => firstStep(exam));
  const camera = useCamera();
  const [unsupported] = useState(findUnsupported);

  if (step.step === "submitted") return <SubmittedPage sessionId={step.sessionId} examTitle={exam.title} />;
  if (exam.session === null && exam.state !== "open") return <NotOpenPage exam={exam} />;
  if (unsupported !== undefined) return <UnsupportedPage reason={unsupported} />;

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
        <CameraStep
          exam={exam}
          camera={camera}
          onStarted={(session, clock) => {
            setStep(
              session.status === "submitted"
                ? { step: "submitted", sessionId: session.session_id }
                : { step: "sitting", session, clock },
            );
          }}
        />
      );
    case "sitting":
      return (
        <SittingStep
          session={step.session}
          clock={step.clock}
          camera={camera}
          onDone={() => {
            camera.stop();
            setStep({ step: "submitted", sessionId: step.session.session_id });
          }}
        />
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
