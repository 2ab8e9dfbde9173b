import {
	adviceFor,
	errorFacts,
	isModelUnknown,
	isRetryable,
} from '../../../nodes/WanVideoEdit/dashscope/errors';
import { explain, wordsIn } from '../../../nodes/WanVideoEdit/dashscope/explain';
import { NAMED } from './errorCodes';

describe('A message that says more than its code', () => {
	const URL_ERROR =
		'url error, please check url！ For details, see: https://help.aliyun.com/error-code#error-url';

	it.each([
		['InvalidURL', 'url error, please check url!'],
		['InvalidParameter', URL_ERROR],
		['InvalidParameter', 'url error,please check url!'],
		[undefined, URL_ERROR],
	])('%s "%s" is explained with its three causes, each with the field to check', (code, message) => {
		const advice = adviceFor(code, message)!;
		expect(advice).toMatch(
			/\(1\).*model.*'Model'.*'Region'.*\(2\).*'Base URL'.*compatible-mode.*\(3\).*local path.*URL field/,
		);
		expect(isRetryable(code, 400, message)).toBe(false);
	});

	it.each<[string | undefined, string, RegExp, boolean]>([
		['InvalidParameter', 'Model not exist.', /not offered in this region/, false],
		[
			'ModelNotFound',
			'The model wan9 does not exist or you do not have access to it.',
			/not offered in this region/,
			false,
		],
		['Throttling.AllocationQuota', 'Free allocated quota exceeded.', /free quota is used up/, false],
		[
			'Throttling.AllocationQuota',
			'Allocated quota exceeded, please increase your quota limit.',
			/per-minute/,
			true,
		],
		[
			'AllocationQuota.FreeTierOnly',
			'The free tier of the model has been exhausted.',
			/free quota is used up/,
			false,
		],
		[
			'AccessDenied',
			'Access denied, please make sure your account is in good standing.',
			/unpaid bill/,
			false,
		],
		['AccessDenied', 'Access denied.', /no access/, false],
		['AccessDenied', 'current user api does not support synchronous calls.', /without the header/, false],
		[
			'AccessDenied',
			'current user api does not support asynchronous calls.',
			/does not support asynchronous requests/,
			false,
		],
		['InvalidApiKey', 'No API-key provided.', /without an API key/, false],
		['InvalidApiKey', 'Invalid API-key provided.', /belongs to another region/, false],
		['DataInspectionFailed', 'Input data may contain inappropriate content.', /the prompt or a file/, false],
		[
			'DataInspectionFailed',
			'Input text data may contain inappropriate content.',
			/the prompt or a file/,
			false,
		],
		['DataInspectionFailed', 'Output data may contain inappropriate content.', /finished video/, false],
		[
			'DataInspectionFailed',
			'Input or output data may contain inappropriate content.',
			/Content moderation rejected/,
			false,
		],
		[
			'InvalidParameter',
			'Unable to download the media resource during the data inspection process.',
			/could not download a file in time/,
			true,
		],
		[
			'InvalidParameter',
			'Download the media resource timed out during the data inspection process',
			/could not download a file in time/,
			true,
		],
	])('%s "%s" is recognized', (code, message, meaning, retryable) => {
		expect(errorFacts(code, message)?.meaning).toMatch(meaning);
		expect(isRetryable(code, 400, message)).toBe(retryable);
	});

	it.each<[string, RegExp]>([
		['InvalidApiKey', /works in one region only.*'Region'/],
		['ModelNotFound', /'Region' or 'Base URL'.*offers this model/],
		['InvalidParameter.DataInspection', /public, still valid, and fast.*'Rehost URLs'/],
		['Arrearage', /balance and unpaid bills/],
		['RewriteFailed', /Turn off 'Rewrite Prompt'/],
	])('of %s leads to the field or place to check', (code, advice) => {
		expect(adviceFor(code)).toMatch(advice);
	});

	it('can be extracted from the description that contains it', () => {
		const texts = [undefined, 'Because.', 'Model not exist.', 'url error, please check url!'];
		for (const [, code] of NAMED) {
			for (const text of texts) {
				const description = `No task was created. ${explain(code, text)} It is not billed.`;
				expect(errorFacts(code, wordsIn(description))).toBe(errorFacts(code, text));
				expect(isModelUnknown(code, description)).toBe(isModelUnknown(code, text));
			}
		}
		expect(wordsIn('No task was created.')).toBeUndefined();
		expect(wordsIn(undefined)).toBeUndefined();
	});
});

describe('A model that the host does not know', () => {
	it.each<[string | undefined, string | undefined]>([
		['ModelNotFound', undefined],
		['ModelNotFound', 'The model does not exist or you do not have access to it.'],
		['InvalidParameter', 'Model not exist.'],
		['InvalidParameter', 'Model does not exist'],
		[undefined, 'model not found'],
		['InvalidParameter', 'Model wan2.1-vace-plus not exist.'],
	])('is recognized from %s: %s', (code, message) => {
		expect(isModelUnknown(code, message)).toBe(true);
	});

	it.each<[string | undefined, string | undefined]>([
		['InvalidParameter', 'The size is not match 1234*5'],
		['InvalidParameter', 'ref_images_url and obj_or_bg must be the same length.'],
		['Model.AccessDenied', 'Model access denied.'],
		['ModelUnavailable', 'Model is unavailable, please try again later'],
		['InvalidURL', 'url error, please check url!'],
		['NotFound', 'Task not found'],
		['WorkSpaceNotFound', 'WorkSpace can not be found.'],
		['InvalidApiKey', 'Invalid API-key provided.'],
		[undefined, undefined],
	])('is not recognized from %s: %s', (code, message) => {
		expect(isModelUnknown(code, message)).toBe(false);
	});
});
