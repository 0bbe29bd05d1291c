/** One thing that a change of contracts must not do. */
export type CheckProblem = {
  readonly kind: string;
  /** A file, a column, a sample, or a check of the lake. */
  readonly where: string;
  readonly detail: string;
  readonly advice: string;
};
