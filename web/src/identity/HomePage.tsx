import { useQuery } from "@tanstack/react-query";
import { Navigate } from "react-router";
import { ExamListPage } from "../candidate/ExamListPage";
import { meQuery } from "../api/queries";
import { LoadFailed, Loading } from "../ui/StatusPages";
import { SignInPage } from "./SignInPage";

/** `/`: sign-in, then the page that each role works on. */
export function HomePage() {
  const me = useQuery(meQuery);
  if (me.isPending) return <Loading what="your account" />;
  if (me.isError) return <LoadFailed error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === null) return <SignInPage />;
  return me.data.role === "student" ? <ExamListPage /> : <Navigate to="/live" replace />;
}
