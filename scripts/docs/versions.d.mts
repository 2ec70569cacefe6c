export declare function addVersion(built: string, site: string, version: string): void;
export declare function versionsIn(site: string): string[];
