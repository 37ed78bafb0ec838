/** Why a goal is not reached, as a profile says it; printed beside a figure that is short of its goal. */
export const reasons: Readonly<Record<string, string>> = {};
