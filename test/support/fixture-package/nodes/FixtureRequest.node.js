/** Gets one URL an item with the credential. With "continue on error" a refusal becomes an error item. */
exports.FixtureRequest = class FixtureRequest {
	description = {
		name: 'fixtureRequest',
		displayName: 'Fixture Request',
		group: ['input'],
		version: 1,
		description: 'Gets a URL',
		defaults: { name: 'Fixture Request' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'fixtureApi', required: true }],
		properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '', required: true }],
	};

	async execute() {
		const items = [];
		for (let item = 0; item < this.getInputData().length; item++) {
			const pairedItem = { item };
			const url = this.getNodeParameter('url', item);
			try {
				const json = await this.helpers.httpRequestWithAuthentication.call(this, 'fixtureApi', {
					url,
					json: true,
				});
				items.push({ json, pairedItem });
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				const details = { status: error.httpCode };
				items.push({ json: { error: error.message, message: 'The server refused', details }, pairedItem });
			}
		}
		return [items];
	}
};
