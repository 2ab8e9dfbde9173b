/** Stores a text as a file. */
exports.FixtureFile = class FixtureFile {
	description = {
		name: 'fixtureFile',
		displayName: 'Fixture File',
		group: ['transform'],
		version: 1,
		description: 'Stores a text',
		defaults: { name: 'Fixture File' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Text', name: 'text', type: 'string', default: '' }],
	};

	async execute() {
		const files = this.getInputData().map(async (_, item) => {
			const bytes = Buffer.from(this.getNodeParameter('text', item));
			const data = await this.helpers.prepareBinaryData(bytes, 'note.txt', 'text/plain');
			return { json: {}, binary: { data }, pairedItem: { item } };
		});
		return [await Promise.all(files)];
	}
};
