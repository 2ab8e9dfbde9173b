import { transferWithin } from '../../../nodes/WanVideoEdit/n8n/transfer';
import { uploadLimits } from '../../../nodes/WanVideoEdit/n8n/transferLimits';
import { VirtualClock } from '../standIns';

const MB = 1024 * 1024;
/** The slowest connection that is supported takes this in a second. */
const SECOND = 50 * 1024;

it('does not take a slow connection for a standstill if a file comes in large chunks', async () => {
	const clock = new VirtualClock();
	let slow = 0;
	const context = {
		...{ clock, signal: new AbortController().signal },
		onSlow: () => {
			slow += 1;
		},
	};
	const file = (async function* () {
		yield new Uint8Array(2 * MB);
	})();
	const sent = await transferWithin(uploadLimits(2 * MB), context, async (transfer) => {
		let bytes = 0;
		for await (const piece of transfer.sent(file)) {
			bytes += piece.length;
			await clock.sleep((1000 * piece.length) / (2 * SECOND));
		}
		return bytes;
	});
	expect(sent).toBe(2 * MB);
	expect(slow).toBe(0);
});
