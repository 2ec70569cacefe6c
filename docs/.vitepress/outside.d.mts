export declare function siteLink(link: string, page: string, repository: string): string;
export declare function outsideLinks(md: unknown, repository: string): void;
