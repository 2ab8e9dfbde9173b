/**
 * The process of `startProvider`: an emulator with options from its parent, running until the parent
 * disconnects.
 */
import { startEmulator, type EmulatorOptions } from '../../emulator';

process.once('message', (options: EmulatorOptions) => {
	void startEmulator(options).then((emulator) => {
		process.once('disconnect', () => void emulator.close());
		process.send?.(emulator.url);
	});
});
