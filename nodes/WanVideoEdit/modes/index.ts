import { edit } from './edit';
import { editRegion } from './editRegion';
import { extend } from './extend';
import { imageReference } from './imageReference';
import type { AnyMode } from './mode';
import { outpaint } from './outpaint';
import { repaint } from './repaint';

/** Every edit mode. A new one is a new file and a line here. */
export const MODES: readonly AnyMode[] = [edit, imageReference, repaint, editRegion, extend, outpaint];

/** The mode for a value of the parameter `operation`. */
export const modeOf = (operation: string): AnyMode | undefined =>
	MODES.find((mode) => mode.operation === operation);
