import { createBrowserRouter } from "react-router";
import { HomePage } from "./identity/HomePage";
import { Layout } from "./ui/Layout";
import { CrashPage, NotFoundPage } from "./ui/StatusPages";
import { RequireRole } from "./identity/RequireRole";

/** Every page but the first is its own bundle: a student never downloads what only staff see. */
export const router = createBrowserRouter([
  {
    element: <Layout />,
    errorElement: <CrashPage />,
    hydrateFallbackElement: <></>,
    children: [
      { index: true, element: <HomePage /> },
      {
        element: <RequireRole roles={["student"]} />,
        children: [
          {
            path: "exam/:examId",
            lazy: async () => ({ Component: (await import("./candidate/ExamPage")).ExamPage }),
          },
        ],
      },
      {
        element: <RequireRole roles={["student", "proctor", "admin"]} />,
        children: [
          { path: "sessions", lazy: async () => ({ Component: (await import("./review/SessionsPage")).SessionsPage }) },
          {
            path: "sessions/:sessionId",
            lazy: async () => ({ Component: (await import("./review/SessionPage")).SessionPage }),
          },
        ],
      },
      {
        element: <RequireRole roles={["proctor", "admin"]} />,
        children: [{ path: "live", lazy: async () => ({ Component: (await import("./live/LivePage")).LivePage }) }],
      },
      {
        element: <RequireRole roles={["admin"]} />,
        children: [
          { path: "exams", lazy: async () => ({ Component: (await import("./exams/ExamsPage")).ExamsPage }) },
          {
            path: "exams/new",
            lazy: async () => ({ Component: (await import("./exams/ExamEditorPage")).NewExamPage }),
          },
          {
            path: "exams/:examId",
            lazy: async () => ({ Component: (await import("./exams/ExamEditorPage")).EditExamPage }),
          },
          { path: "people", lazy: async () => ({ Component: (await import("./identity/PeoplePage")).PeoplePage }) },
        ],
      },
      { path: "*", element: <NotFoundPage /> },
    ],
  },
]);
