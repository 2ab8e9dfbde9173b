import fc from 'fast-check';
import { LruMap } from '../../../nodes/WanVideoEdit/timing/lruMap';

const keys = fc.array(fc.nat(40), { maxLength: 200 });

describe('A least-recently-used map', () => {
	it('never exceeds its size, and keeps the entries that were used last', () => {
		fc.assert(
			fc.property(keys, fc.integer({ min: 1, max: 10 }), (used, most) => {
				const map = new LruMap<number, string>(most);
				for (const key of used) if (map.get(key) === undefined) map.set(key, `${key}`);
				const latest = [...new Set([...used].reverse())].slice(0, most);
				expect(map.size).toBe(latest.length);
				for (const key of latest) expect(map.get(key)).toBe(`${key}`);
			}),
		);
	});

	it('never removes an entry that must be kept', () => {
		const map = new LruMap<number, { readonly mayGo: boolean }>(3, ({ mayGo }) => mayGo);
		for (let key = 0; key < 20; key++) map.set(key, { mayGo: false });
		expect(map.size).toBe(20);
		for (let key = 20; key < 5_000; key++) map.set(key, { mayGo: true });
		for (let key = 0; key < 20; key++) expect(map.get(key)).toBeDefined();
	});

	it('shrinks when entries that it had to keep may go', () => {
		let mayGo = false;
		const map = new LruMap<number, number>(3, () => mayGo);
		for (let key = 1; key <= 50; key++) map.set(key, key);
		mayGo = true;
		for (let key = 51; key <= 60; key++) map.set(key, key);
		expect(map.size).toBe(3);
	});
});
