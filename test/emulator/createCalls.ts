import { startEmulator, type Emulator } from '../../emulator';

export const URL_ = 'https://example.com/in.mp4';
export const IMAGE = 'https://example.com/a.png';
export const video = { type: 'video', url: URL_ };
export const image = { type: 'reference_image', url: IMAGE };
export const PNG = 'data:image/png;base64,iVBORw0KGgo=';
export const mask = { video_url: URL_, mask_image_url: IMAGE };

/** Nothing runs here: what is accepted stays queued. */
export const startQueued = async (): Promise<Emulator> =>
	await startEmulator({ runSeconds: { queue: 3600 }, limits: { submitsPerSecond: 1000 } });
