/** What is wrong with a body before any of its events is looked at. */
export type BodyFault = { readonly status: 400 | 403 | 413 | 415; readonly detail: string };
