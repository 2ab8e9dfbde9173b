const { ManualExecutionCancelledError, sleep } = require('n8n-workflow');

/** Says so and sleeps, until the time is over or the run is stopped. */
exports.FixtureSleep = class FixtureSleep {
	description = {
		name: 'fixtureSleep',
		displayName: 'Fixture Sleep',
		group: ['transform'],
		version: 1,
		description: 'Sleeps',
		defaults: { name: 'Fixture Sleep' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Milliseconds', name: 'milliseconds', type: 'number', default: 0 }],
	};

	async execute() {
		const milliseconds = this.getNodeParameter('milliseconds', 0);
		this.sendMessageToUI('sleeping', { milliseconds });
		const signal = this.getExecutionCancelSignal();
		await sleep(milliseconds, signal).catch((reason) => {
			// The reason's own text, "This operation was aborted", would make the run a failed one.
			throw signal?.aborted ? new ManualExecutionCancelledError('') : reason;
		});
		return [this.getInputData()];
	}
};
