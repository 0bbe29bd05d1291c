import { ConfigError } from '@millrace/pipeline';

/** Names of streams and buckets become folders: one that could leave its folder is refused. */
export function assertFolderName(name: string, setting: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}$/.test(name)) {
    throw new ConfigError(
      `${setting} is ${JSON.stringify(name)}: use letters, digits, - _ and ., not starting with a dot`,
    );
  }
  return name;
}
