import { OssPlacement } from './ossBucket';
import type { Placement } from './placement';
import { SignedN8nUrl } from './signedUrl';
import { TemporaryStorage } from './temporaryStorage';
import type { Run, RunBase } from '../run';

/** The ways to the provider of an execution. Each is made when it is first wanted, and shared by all items. */
export interface Placements {
	temporary(): Placement;
	/** @param linkHours life of the link that the provider gets */
	oss(linkHours: number): OssPlacement;
	signedUrl(): Placement;
}

/** A run in which files are placed, or results kept in the bucket. */
export interface PlaceRun extends Run {
	readonly placements: Placements;
}

export function placementsOf(run: RunBase): Placements {
	let temporary: Placement | undefined;
	const oss = new Map<number, OssPlacement>();
	return {
		temporary: () => (temporary ??= new TemporaryStorage(run)),
		oss(linkHours) {
			const known = oss.get(linkHours) ?? new OssPlacement(run, linkHours);
			oss.set(linkHours, known);
			return known;
		},
		signedUrl: () => new SignedN8nUrl(run.context),
	};
}
