const { default: Sequencer } = require('@jest/test-sequencer');

/** Left to itself, jest begins with the largest files where it has not seen them before: a long one that is small runs alone at the end. */
const SLOW = ['property/property', 'emulator/modes', 'media/fuzz', 'files/previousNodes'];

const rank = ({ path }) => {
	const place = SLOW.findIndex((name) => path.includes(name));
	return place < 0 ? SLOW.length : place;
};

module.exports = class SlowFirst extends Sequencer {
	sort(tests) {
		return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
	}
};
