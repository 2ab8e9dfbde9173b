import type { OpenTrack } from './track';

/**
 * Lets a recording of a live stream start at 0: its fragments count from when the stream began, hours before. Tracks
 * keep their distance from each other.
 */
export function alignStarts(tracks: readonly OpenTrack[]): void {
	const starts = tracks.map(({ firstTick, timescale }) => firstTick / timescale);
	const start = Math.min(...starts);
	if (!(start > 0)) return;
	for (const track of tracks)
		track.firstTick = Math.max(0, track.firstTick - Math.round(start * track.timescale));
}
