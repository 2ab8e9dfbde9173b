// Runs @ai-sdk/alibaba as anyone would: arguments are the base URL and the key. Prints what it got as JSON.
import { createAlibaba } from '@ai-sdk/alibaba';
import { experimental_generateVideo as generateVideo } from 'ai';

const [videoBaseURL, apiKey] = process.argv.slice(2);
const alibaba = createAlibaba({ apiKey, videoBaseURL });

/** The built-in download refuses loopback addresses, and the emulator has no other. */
async function download({ url, abortSignal }) {
	const response = await fetch(url, { signal: abortSignal });
	if (!response.ok) throw new Error(`The download answered ${response.status}`);
	const data = new Uint8Array(await response.arrayBuffer());
	return { data, mediaType: response.headers.get('content-type') ?? undefined };
}

const { video, warnings, providerMetadata } = await generateVideo({
	model: alibaba.video('wan2.6-t2v'),
	prompt: 'A paper boat on a quiet lake',
	resolution: '640x360',
	duration: 2,
	download,
	providerOptions: { alibaba: { promptExtend: true, pollIntervalMs: 200, pollTimeoutMs: 3_600_000 } },
});
console.log(
	JSON.stringify({ bytes: video.uint8Array.length, mediaType: video.mediaType, warnings, providerMetadata }),
);
