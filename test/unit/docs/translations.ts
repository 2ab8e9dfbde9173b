/** Pages that are written by hand in two languages: English and Chinese. */
export const TRANSLATIONS: ReadonlyArray<readonly [english: string, chinese: string]> = [
	['README.md', 'README.zh-CN.md'],
	['docs/usage.md', 'docs/zh-CN/usage.md'],
	['docs/files-that-fit.md', 'docs/zh-CN/files-that-fit.md'],
	['docs/costs.md', 'docs/zh-CN/costs.md'],
	['docs/troubleshooting.md', 'docs/zh-CN/troubleshooting.md'],
];
