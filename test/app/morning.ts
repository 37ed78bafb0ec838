/** Today at half past nine: a time of the day and no date on the screenshots. */
export const morning = new Date().setHours(9, 30, 0, 0);
