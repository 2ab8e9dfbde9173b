/** The process of `startProvider`: an emulator with the options that it is sent, until its parent lets go of it. */
import { startEmulator, type EmulatorOptions } from '../../emulator';

process.once('message', (options: EmulatorOptions) => {
	void startEmulator(options).then((emulator) => {
		process.once('disconnect', () => void emulator.close());
		process.send?.(emulator.url);
	});
});
