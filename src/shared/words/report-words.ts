import type { UpgradeOutcome, UpgradeStep, Verdict } from '../contract/upgrades.ts';

/** The words of a report, which is read without a window, in ten years too. Names in braces are filled in. */
export interface ReportWords {
  readonly title: string;
  readonly counts: string;
  readonly begun: string;
  readonly ended: string;
  readonly by: string;
  readonly options: string;
  /** No option at all. */
  readonly none: string;
  /** Of the columns, in their order. */
  readonly columns: readonly [device: string, from: string, to: string, result: string, evidence: string, when: string];
  readonly outcome: Readonly<Record<UpgradeOutcome, string>>;
  readonly underWay: string;
  /** Where one stands that is under way. */
  readonly step: Readonly<Record<Exclude<UpgradeStep, 'done'>, string>>;
  readonly verdict: Readonly<Record<Verdict, string>>;
  /** What is on the device still; and how the image is called there. */
  readonly left: string;
  readonly image: string;
  readonly seenAfter: string;
  readonly seenBefore: string;
  readonly neverReached: string;
  readonly foot: string;
}
