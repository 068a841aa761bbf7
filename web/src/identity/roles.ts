import type { Profile, Role } from "../api/types";

export const ROLES: readonly Role[] = ["student", "proctor", "reviewer", "author", "admin"];

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  student: "Student",
  proctor: "Proctor",
  reviewer: "Reviewer",
  author: "Author",
  admin: "Admin",
};

/** What each may do, for whoever gives the role. */
export const ROLE_HINTS: Readonly<Record<Role, string>> = {
  student: "Sits exams.",
  proctor: "Watches sessions and steps in.",
  reviewer: "Judges what was seen, and reads answers.",
  author: "Writes exams; sees no session.",
  admin: "Everything.",
};

/** Roles that hold for the exams they are assigned to, and for no other. */
export const ASSIGNED_ROLES: readonly Role[] = ["proctor", "reviewer", "author"];

/** What is usual: whoever watches or reviews does so everywhere, and who writes exams begins with none. */
export function usualEveryExam(roles: readonly Role[]): Role[] {
  return roles.filter((role) => role === "proctor" || role === "reviewer");
}

export function hasAnyRole({ roles }: Pick<Profile, "roles">, ...wanted: readonly Role[]): boolean {
  return wanted.some((role) => roles.includes(role));
}

/** Whether somebody has to do with sittings of others. */
export const attendsSittings = (me: Profile) => hasAnyRole(me, "proctor", "reviewer", "admin");

/** Whether somebody sees the live board. */
export const watches = (me: Profile) => hasAnyRole(me, "proctor", "admin");

/** Whether somebody judges sittings. */
export const judges = (me: Profile) => hasAnyRole(me, "reviewer", "admin");

/** `Student, Proctor` */
export const roleWords = (roles: readonly Role[]) => roles.map((role) => ROLE_WORDS[role]).join(", ");
