/** One student as the live socket tells of them; see docs/protocol.md. */
export interface FedSession {
  readonly session_id: string;
  readonly exam_id: string;
  readonly exam_title: string;
  readonly student: { readonly id: string; readonly username: string; readonly display_name: string };
  readonly status: "active" | "submitted";
  readonly status_since: string;
  connected: boolean;
  presence: "present" | "hidden" | "absent" | "unknown";
  focus_score: number;
  cheat_score: number;
  behaviors: readonly string[];
  open_incidents: readonly { readonly id: string; readonly behavior: string; readonly started_at: string }[];
  incident_count: number;
  clip_count: number;
  looked_incident_count: number;
  fps: number;
  readonly started_at: string;
  readonly ends_at: string;
  last_frame_at: string;
  silent_since: string | null;
}

const FIRST = ["Ada", "Bram", "Chidi", "Dalia", "Emre", "Freya", "Goran", "Hana", "Imani", "Jonas", "Keiko", "Luz"];
const LAST = ["Abara", "Brandt", "Costa", "Dubois", "Eriksen", "Fofana", "Greco", "Hansen", "Ibarra", "Jansen", "Kim"];
const BEHAVIORS = ["looking_left", "looking_right", "looking_down", "absent", "multiple_faces"];

/** A room in which something happens all the time, the same in every run. */
export class Room {
  private readonly students: FedSession[];
  private drawn = 20_260_301;
  private steps = 0;

  constructor(size: number) {
    const begun = new Date(Date.now() - 600_000).toISOString();
    const ends = new Date(Date.now() + 3_600_000).toISOString();
    this.students = Array.from({ length: size }, (_, index): FedSession => {
      const name = `${FIRST[index % FIRST.length] ?? ""} ${LAST[Math.floor(index / FIRST.length) % LAST.length] ?? ""}`;
      const over = index % 50 === 49;
      return {
        session_id: uuid(1, index),
        exam_id: uuid(2, index % 2),
        exam_title: index % 2 === 0 ? "Linear algebra" : "Organic chemistry",
        student: { id: uuid(3, index), username: `student-${index}`, display_name: `${name} ${index}` },
        status: over ? "submitted" : "active",
        status_since: begun,
        connected: !over,
        presence: "present",
        focus_score: 90,
        cheat_score: Math.floor(this.draw() * this.draw() * 60),
        behaviors: [],
        open_incidents: [],
        incident_count: 0,
        clip_count: 0,
        looked_incident_count: 0,
        fps: 30,
        started_at: begun,
        ends_at: ends,
        last_frame_at: begun,
        silent_since: null,
      };
    });
    for (let step = 0; step < 20; step += 1) this.step();
  }

  /** Everybody, as they are now. */
  sessions(): readonly FedSession[] {
    return this.students;
  }

  /** Half a second later: every score has moved, and of a hundred students one begins or ends something. */
  step(): void {
    this.steps += 1;
    const now = new Date().toISOString();
    for (const student of this.students) {
      if (student.status !== "active") continue;
      student.last_frame_at = now;
      student.focus_score = bounded(student.focus_score + (this.draw() - 0.48) * 8);
      student.cheat_score = bounded(student.cheat_score + (this.draw() - 0.5) * 0.6);
      if (student.incident_count > student.looked_incident_count && this.draw() < 0.05) {
        student.looked_incident_count = student.incident_count; // somebody has looked
      }
      if (this.draw() > 0.01) continue;
      if (student.open_incidents.length > 0) {
        student.open_incidents = [];
        student.presence = "present";
        student.clip_count += 1;
      } else if (this.draw() < 0.4) {
        const behavior = BEHAVIORS[Math.floor(this.draw() * BEHAVIORS.length)] ?? "absent";
        student.incident_count += 1;
        student.presence = behavior === "absent" ? "absent" : "present";
        const id = uuid(4, this.steps * this.students.length + this.students.indexOf(student));
        student.open_incidents = [{ id, behavior, started_at: now }];
      } else {
        student.silent_since = student.silent_since === null && this.draw() < 0.2 ? now : null;
      }
    }
  }

  /** 0 to 1, from a fixed seed: a linear congruential generator is enough for a room. */
  private draw(): number {
    this.drawn = (this.drawn * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return this.drawn / 4_294_967_296;
  }
}

const bounded = (score: number): number => Math.round(Math.min(100, Math.max(0, score)) * 10) / 10;

function uuid(kind: number, index: number): string {
  return `0000000${kind}-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
}
