export declare const docs: string;
export declare function allPages(folder?: string): string[];
export declare function titleOf(page: string): string;
export declare function groupsOfPages(): { title: string; pages: string[] }[];
export declare function sidebar(): Record<string, { text: string; items: object[] }[]>;
