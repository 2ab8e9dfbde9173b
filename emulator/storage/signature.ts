// cspell:ignore Iemulator
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** ID of the object storage's key, as shown in policies and result links. */
export const ACCESS_KEY_ID = 'LTAIemulator';

/** Signs and verifies texts with a secret that exists as long as the emulator. */
export class Signer {
	private readonly secret = randomBytes(32);

	sign(text: string): string {
		return createHmac('sha1', this.secret).update(text).digest('base64');
	}

	verifies(text: string, signature: string): boolean {
		const [expected, given] = [Buffer.from(this.sign(text)), Buffer.from(signature)];
		return expected.length === given.length && timingSafeEqual(expected, given);
	}
}
