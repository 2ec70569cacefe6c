export declare const networksOfSite: Readonly<Record<string, string>>;
