import { Unreadable } from '../facts';
import { VACE_MEDIA } from '../limits';

/** Larger pictures are not unpacked: no mask may be larger. @throws Unreadable */
export function checkSides(width: number, height: number): void {
	const { max } = VACE_MEDIA.image.sides;
	if (width === 0 || height === 0) throw new Unreadable('its size is not in its header');
	if (width > max || height > max) throw new Unreadable(`it is larger than ${max} × ${max} px`);
}
