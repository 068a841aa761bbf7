import { createBrowserRouter } from "react-router";
import { HomePage } from "./identity/HomePage";
import { Layout } from "./ui/Layout";
import { CrashPage } from "./ui/CrashPage";
import { loadPart } from "./ui/loadPart";
import { NotFoundPage } from "./ui/StatusPages";
import { RequireRole } from "./identity/RequireRole";

/** Every page but the first is a bundle of its own: a student never downloads what only staff see. */
export const router = createBrowserRouter([
  {
    element: <Layout />,
    errorElement: <CrashPage />,
    hydrateFallbackElement: <></>,
    children: [
      {
        // Within the layout, so that the way to the other pages stays.
        errorElement: <CrashPage />,
        children: [
          { index: true, element: <HomePage /> },
          {
            element: <RequireRole roles={["student"]} />,
            children: [
              {
                path: "exam/:examId",
                lazy: async () => ({ Component: (await loadPart(() => import("./candidate/ExamPage"))).ExamPage }),
              },
            ],
          },
          {
            element: <RequireRole roles={["student"]} />,
            children: [
              {
                path: "sessions/:sessionId/seen",
                lazy: async () => ({ Component: (await loadPart(() => import("./appeal/SeenPage"))).SeenPage }),
              },
            ],
          },
          {
            element: <RequireRole roles={["reviewer", "admin"]} />,
            children: [
              {
                path: "appeals",
                lazy: async () => ({ Component: (await loadPart(() => import("./appeal/AppealsPage"))).AppealsPage }),
              },
              {
                path: "appeals/:appealId",
                lazy: async () => ({ Component: (await loadPart(() => import("./appeal/AppealPage"))).AppealPage }),
              },
            ],
          },
          {
            element: <RequireRole roles={["student", "proctor", "reviewer", "admin"]} />,
            children: [
              {
                path: "sessions",
                lazy: async () => ({ Component: (await loadPart(() => import("./review/SessionsPage"))).SessionsPage }),
              },
              {
                path: "sessions/:sessionId",
                lazy: async () => ({ Component: (await loadPart(() => import("./review/SessionPage"))).SessionPage }),
              },
            ],
          },
          {
            element: <RequireRole roles={["proctor", "admin"]} />,
            children: [
              {
                path: "live",
                lazy: async () => ({ Component: (await loadPart(() => import("./live/LivePage"))).LivePage }),
              },
            ],
          },
          {
            element: <RequireRole roles={["reviewer", "admin"]} />,
            children: [
              {
                path: "review",
                lazy: async () => ({
                  Component: (await loadPart(() => import("./review/ReviewQueuePage"))).ReviewQueuePage,
                }),
              },
            ],
          },
          {
            element: <RequireRole roles={["author", "admin"]} />,
            children: [
              {
                path: "exams",
                lazy: async () => ({ Component: (await loadPart(() => import("./exams/ExamsPage"))).ExamsPage }),
              },
              {
                path: "exams/new",
                lazy: async () => ({ Component: (await loadPart(() => import("./exams/ExamEditorPage"))).NewExamPage }),
              },
              {
                path: "exams/:examId",
                lazy: async () => ({
                  Component: (await loadPart(() => import("./exams/ExamEditorPage"))).EditExamPage,
                }),
              },
              {
                path: "exams/:examId/staff",
                lazy: async () => ({
                  Component: (await loadPart(() => import("./exams/ExamStaffPage"))).ExamStaffPage,
                }),
              },
            ],
          },
          {
            element: <RequireRole roles={["admin"]} />,
            children: [
              {
                path: "people",
                lazy: async () => ({ Component: (await loadPart(() => import("./identity/PeoplePage"))).PeoplePage }),
              },
            ],
          },
          { path: "*", element: <NotFoundPage /> },
        ],
      },
    ],
  },
]);
