import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const n8nNodesBaseRules = (ruleset) => n8nNodesBase.configs[ruleset].rules;

/** What n8n's scanner switches off as well: rules of its own plugin ask for the opposite, or ask better. */
const replacedByN8n = {
	'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
	'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
	'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
};

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', 'demo-output/', 'test/support/fixture-package/'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },

	// n8n's own rules, for what n8n runs: the same that its package scanner applies.
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		plugins: { 'n8n-nodes-base': n8nNodesBase },
	},
	{ files: ['package.json'], rules: n8nNodesBaseRules('community') },
	{ files: ['credentials/**/*.ts'], rules: { ...n8nNodesBaseRules('credentials'), ...replacedByN8n } },
	{ files: ['nodes/**/*.ts'], rules: { ...n8nNodesBaseRules('nodes'), ...replacedByN8n } },

	{ files: ['**/*.ts'], extends: [tseslint.configs.recommended] },
	{ files: ['nodes/**/*.ts', 'credentials/**/*.ts'], rules: { 'no-console': 'error' } },

	// Texts come from outside, up to megabytes long, and the event loop is n8n's: a pattern takes time that grows with the
	// length of a text, never with its square.
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		plugins: { regexp },
		rules: {
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': [
				'error',
				{ report: 'potential', ignoreSticky: false, ignorePartial: false },
			],
		},
	},
);
