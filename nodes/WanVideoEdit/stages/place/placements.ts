import { OssPlacement } from './ossBucket';
import type { Placement } from './placement';
import { SignedN8nUrl } from './signedUrl';
import { TemporaryStorage } from './temporaryStorage';
import type { Run, RunBase } from '../run';

/** The placements of an execution. Each is created on first use and shared by all items. */
export interface Placements {
	temporary(): Placement;
	/** @param linkHours how long the link to a file stays valid */
	oss(linkHours: number): OssPlacement;
	signedUrl(): Placement;
}

/** A run that places files, or stores results in the bucket. */
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
