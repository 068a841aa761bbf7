/** What an exam's policy says of admission, read from and written into its text; the rest of the text stays. */
export interface AdmissionPolicy {
  readonly asked: boolean;
  readonly keepFirstPicture: boolean;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(policyText: string): Json | undefined {
  try {
    const policy: unknown = JSON.parse(policyText.trim() === "" ? "{}" : policyText);
    return isObject(policy) ? policy : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined while the text is no policy. */
export function readAdmission(policyText: string): AdmissionPolicy | undefined {
  const policy = parse(policyText);
  if (policy === undefined) return undefined;
  const admission = isObject(policy.admission) ? policy.admission : {};
  return { asked: admission.asked === true, keepFirstPicture: admission.keep_first_picture === true };
}

/** Whether the clock starts only once a picture of the camera was judged; undefined while the text is no policy. */
export function readCameraRequired(policyText: string): boolean | undefined {
  const policy = parse(policyText);
  return policy === undefined ? undefined : policy.camera_required === true;
}

/** The text with this said in it; what is the default is left out. */
export function writeCameraRequired(policyText: string, isRequired: boolean): string {
  const policy = parse(policyText);
  if (policy === undefined) return policyText;
  const rest: Record<string, unknown> = { ...policy };
  delete rest.camera_required;
  return JSON.stringify(isRequired ? { ...rest, camera_required: true } : rest, null, 2);
}

/** The text with this said in it; what is the default is left out. */
export function writeAdmission(policyText: string, { asked, keepFirstPicture }: AdmissionPolicy): string {
  const policy = parse(policyText);
  if (policy === undefined) return policyText;
  const { admission: before, ...rest } = policy;
  const others: Record<string, unknown> = isObject(before) ? { ...before } : {};
  delete others.asked;
  delete others.keep_first_picture;
  const admission = {
    ...others,
    ...(asked ? { asked: true } : {}),
    ...(asked && keepFirstPicture ? { keep_first_picture: true } : {}),
  };
  return JSON.stringify(Object.keys(admission).length === 0 ? rest : { ...rest, admission }, null, 2);
}
