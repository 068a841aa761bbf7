import type { RoomForecast } from "../api/types";

export const SOURCE_WORDS: Readonly<Record<RoomForecast["source"], string>> = {
  given: "As you typed",
  groups: "The students in this exam's groups",
  everybody: "Every student with an account",
};

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const students = (count: number): string => counted(count, "student", "students");

/** Whether the room will fit, in a sentence. */
export function roomWords(room: RoomForecast): string {
  switch (room.verdict) {
    case "fits":
      return `The room fits: about ${room.fps_per_student} frames a second for each of ${students(room.students)}.`;
    case "few_frames":
      return `The room is tight: only about ${room.fps_per_student} frames a second for each of ${students(room.students)}.`;
    case "too_small":
      return `The room is too small: there is place for ${students(room.room_for)}, and ${room.students} will come.`;
    case "unknown":
      return "No server has said yet what it can bear.";
  }
}

/** What that is made of, and what to do. */
export function roomAdvice(room: RoomForecast): string {
  if (room.verdict === "unknown") return "Wait a few seconds; if it stays so, look at the server's health.";
  const now =
    `${counted(room.nodes, "server runs", "servers run")} now, with ${counted(room.analysis_threads, "core", "cores")} ` +
    `for pictures; a picture costs ${room.frame_cost_ms} ms. This holds if no other exam is sat at the same time.`;
  const servers =
    room.nodes_needed === 0 ? "more servers" : `${counted(room.nodes_needed, "server", "servers")} like these in all`;
  switch (room.verdict) {
    case "fits":
      return now;
    case "few_frames":
      return `Glances of less than a second may be missed. For 5 frames a second, start ${servers}, or let groups begin at different times. ${now}`;
    case "too_small":
      return `Everybody can sit the exam, but ${students(room.students - room.room_for)} would wait for a camera and not be watched. Start ${servers}, or let groups begin at different times. ${now}`;
  }
}
