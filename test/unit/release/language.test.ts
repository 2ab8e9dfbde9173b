import { WanDashScopeApi } from '../../../credentials/WanDashScopeApi.credentials';
import { WanOssApi } from '../../../credentials/WanOssApi.credentials';
import { ERROR_CODES, KNOWN_MESSAGES } from '../../../nodes/WanVideoEdit/dashscope/errors';
import codex from '../../../nodes/WanVideoEdit/WanVideoEdit.node.json';
import { WanVideoEdit } from '../../../nodes/WanVideoEdit/WanVideoEdit.node';

/** All texts of a description, at whatever depth, with where they stand. */
function textsOf(value: unknown, place = ''): Array<{ place: string; text: string }> {
	if (typeof value === 'string') return [{ place, text: value }];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${place}/${key}`));
}

/** ASCII, and the sign between width and height. */
const ENGLISH = /^[\x20-\x7e\n×]*$/;
const foreign = (value: unknown) => textsOf(value).filter(({ text }) => !ENGLISH.test(text));

it.each([
	['the node', new WanVideoEdit().description],
	['the credential of DashScope', { ...new WanDashScopeApi() }],
	['the credential of OSS', { ...new WanOssApi() }],
	['the codex file', codex],
])('every text of %s is English', (_, description) => {
	expect(textsOf(description).length).toBeGreaterThan(10);
	expect(foreign(description)).toEqual([]);
});

it('so is what an error says about the codes and messages of the provider', () => {
	expect(foreign(ERROR_CODES.map(({ meaning, advice }) => ({ meaning, advice })))).toEqual([]);
	expect(foreign(KNOWN_MESSAGES.map(({ meaning, advice }) => ({ meaning, advice })))).toEqual([]);
});
