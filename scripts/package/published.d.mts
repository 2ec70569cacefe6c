export function repositoryOf(text: string): string;
export function publishedFiles(read: (path: string) => string): Readonly<Record<string, string>>;
