export { type ImportItem, type MalformedLine, toImportItems } from './import-item.ts';
export { type Input, openInput } from './open-input.ts';
export { type AccessLogLine, parseAccessLogLine } from './parse-access-log-line.ts';
export { type ImportFormat, type ImportOptions, importFormats, readImportItems } from './read-import-items.ts';
export { type SendOptions, type SendTotals, sendItems } from './send-items.ts';
export type { InputLine } from './split-lines.ts';
export { toImportKey } from './to-import-key.ts';
export { type ImportedEvent, toImportedEvent } from './to-imported-event.ts';
