/** What the app did that a person would have seen, or that nobody should. Read by tests through `evaluate`. */
export const recorded = {
  /** Addresses that pages asked for and no registered scheme serves. */
  egress: [] as string[],
  /** `title: content` of error boxes. */
  errorBoxes: [] as string[],
  /** Folders that the next dialogs are answered with. */
  choices: [] as string[],
  /** Blockers that keep the machine awake now. */
  awake: [] as number[],
  /** Roles of the application menu, outermost first. */
  menu: [] as string[],
  /** Of the stand-in itself. */
  problems: [] as string[],
};
