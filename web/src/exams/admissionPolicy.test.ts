import { expect, it } from "vitest";
import { readAdmission, writeAdmission } from "./admissionPolicy";

it("reads what a policy says of admission, and nothing from what is no policy", () => {
  expect(readAdmission("{}")).toEqual({ asked: false, keepFirstPicture: false });
  expect(readAdmission('{"admission": {"asked": true, "keep_first_picture": true}}')).toEqual({
    asked: true,
    keepFirstPicture: true,
  });
  expect(readAdmission('{"admission": ')).toBeUndefined();
  expect(readAdmission("[]")).toBeUndefined();
});

it("writes it into the text, leaves the rest alone, and leaves out what is the default", () => {
  const text = '{"paper_exam": true, "admission": {"keep_days": 30}}';
  const asked = writeAdmission(text, { asked: true, keepFirstPicture: true });
  expect(JSON.parse(asked)).toEqual({
    paper_exam: true,
    admission: { keep_days: 30, asked: true, keep_first_picture: true },
  });
  expect(JSON.parse(writeAdmission(asked, { asked: false, keepFirstPicture: true }))).toEqual({
    paper_exam: true,
    admission: { keep_days: 30 },
  });
  expect(writeAdmission('{"admission": {"asked": true}}', { asked: false, keepFirstPicture: false })).toBe("{}");
  expect(writeAdmission("nonsense", { asked: true, keepFirstPicture: false })).toBe("nonsense");
});
