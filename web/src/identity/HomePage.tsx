import { useQuery } from "@tanstack/react-query";
import { Navigate } from "react-router";
import { ExamListPage } from "../candidate/ExamListPage";
import { meQuery } from "../api/queries";
import type { Profile } from "../api/types";
import { LoadFailed, Loading } from "../ui/StatusPages";
import { attendsSittings, hasAnyRole, watches } from "./roles";
import { SignInPage } from "./SignInPage";
import { SignedInContext } from "./signedIn";

/** `/`: sign-in, then the page that each role works on. */
export function HomePage() {
  const me = useQuery(meQuery);
  if (me.isPending) return <Loading what="your account" />;
  if (me.isError) return <LoadFailed error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === null) return <SignInPage />;
  if (hasAnyRole(me.data, "student"))
    return (
      <SignedInContext value={me.data}>
        <ExamListPage />
      </SignedInContext>
    );
  return <Navigate to={startOf(me.data)} replace />;
}

/** Where somebody who sits no exam begins. */
function startOf(me: Profile): string {
  if (watches(me)) return "/live";
  return attendsSittings(me) ? "/sessions" : "/exams";
}
