import { expect, it } from "vitest";
import { readAdmission, readCameraRequired, writeAdmission, writeCameraRequired } from "./admissionPolicy";

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

it("says in the policy whether an exam begins with a picture of the camera, and leaves the rest", () => {
  expect(readCameraRequired("")).toBe(false);
  expect(readCameraRequired("{")).toBeUndefined();
  const required = writeCameraRequired('{"paper_exam": true}', true);
  expect(JSON.parse(required)).toEqual({ paper_exam: true, camera_required: true });
  expect(readCameraRequired(required)).toBe(true);
  expect(JSON.parse(writeCameraRequired(required, false))).toEqual({ paper_exam: true });
  expect(writeCameraRequired("{", true)).toBe("{");
});
