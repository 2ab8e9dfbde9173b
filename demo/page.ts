import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modeOf } from '../nodes/WanVideoEdit/modes';
import { EMULATOR_NOTES } from './emulatorNotes';
import type { Figure } from './figures';
import { inSeconds } from './figures';
import type { ModeInput } from './plan';
import { isGood, type ModeResult } from './results';

const STYLE = readFileSync(join(__dirname, 'page.css'), 'utf8');

/** Plays and pauses all videos together: input and output run side by side. */
const SCRIPT = `
document.querySelector('button').addEventListener('click', ({ target }) => {
	const films = [...document.querySelectorAll('video')];
	const start = films.some((film) => film.paused);
	for (const film of films) {
		if (start) film.currentTime = 0;
		start ? film.play() : film.pause();
	}
	target.textContent = start ? 'Pause All' : 'Play All';
});`;

/** The results as one HTML file; images and videos are next to it. */
export function page(results: readonly ModeResult[], { live }: { live: boolean }): string {
	const good = results.filter(isGood).length;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wan Video Edit: six modes</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Wan Video Edit: six modes</h1>
<p class="soft">${good} of ${results.length} videos match the specification of their mode. Made by the workflow <code>examples/six-modes.json</code>${live ? '' : ', and by three more nodes that make long clips fit'}.</p>
<p class="notice">${live ? 'These videos come from the real service. Its links expire after 24 hours; the files here stay.' : '<strong>No AI model made these pictures.</strong> They come from the local emulator, which takes the same requests as the real service and answers with plain video filters. They show that files, sizes, lengths and sound are right, not how good the models are.'}</p>
<nav><button type="button">Play All</button>${results.map(({ mode }) => `<a href="#${mode.slug}">${escape(mode.name)}</a>`).join('')}</nav>
</header>
<main>
${results.map((result) => section(result, live)).join('\n')}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function section(result: ModeResult, live: boolean): string {
	const { mode, prompt, inputs, video, problem, settings, task, figures, hints } = result;
	return `<section id="${mode.slug}">
<div class="head"><div><h2>${escape(mode.name)}</h2><p class="soft">${escape(modeOf(mode.operation)?.description ?? '')}</p></div>
<span class="badge ${isGood(result) ? 'good">✓ As promised' : 'bad">✗ Not as promised'}</span></div>
<div class="media">
<div><h3>Input</h3><div class="inputs${inputs.length > 1 ? ' two' : ''}">${inputs.map(input).join('')}</div></div>
<div><h3>Output</h3>${video ? figure(video, true, live ? video : `Emulator: ${EMULATOR_NOTES[mode.operation] ?? 'a filter.'}`) : `<p class="bad">${escape(problem ?? 'No video')}</p>`}</div>
</div>
<blockquote><h3>Prompt</h3>${escape(prompt)}${task?.rewrittenPrompt ? `<footer class="soft">Rewritten by Alibaba Cloud: ${escape(task.rewrittenPrompt)}</footer>` : ''}</blockquote>
<div class="facts">
<div><h3>Parameters</h3>${table(settings.map(({ label, value }) => [label, value]))}</div>
<div><h3>Result</h3>${figureTable(figures)}</div>
<div><h3>Task</h3>${
		task
			? table([
					['Model', task.model],
					['Billed', task.billedSeconds === null ? 'unknown' : inSeconds(task.billedSeconds)],
					['Processing Time', inSeconds(task.taskSeconds)],
					['Time in n8n', inSeconds(task.nodeSeconds)],
					['Task ID', task.taskId],
				])
			: '<p class="soft">No finished task</p>'
	}</div>
</div>
${hints.map((hint) => `<p class="soft">${escape(hint)}</p>`).join('')}
${video && problem ? `<p class="bad">${escape(problem)}</p>` : ''}
</section>`;
}

const input = ({ label, field, path, facts }: ModeInput): string =>
	figure(
		path,
		facts.seconds > 0,
		[
			label,
			field === undefined ? 'Link' : `File, from field “${field}”`,
			`${facts.width} × ${facts.height}`,
			...(facts.seconds > 0 ? [inSeconds(facts.seconds)] : []),
		].join(' · '),
	);

const figure = (path: string, isFilm: boolean, caption: string): string =>
	`<figure>${
		isFilm
			? `<video src="${escape(encodeURI(path))}" controls loop muted playsinline preload="auto"></video>`
			: `<img src="${escape(encodeURI(path))}" alt="${escape(caption)}">`
	}<figcaption>${escape(caption)}</figcaption></figure>`;

const table = (rows: ReadonlyArray<readonly [string, string]>): string =>
	`<table>${rows.map(([label, value]) => `<tr><th>${escape(label)}</th><td>${escape(value)}</td></tr>`).join('')}</table>`;

const figureTable = (figures: readonly Figure[]): string =>
	`<table>${figures
		.map(
			({ label, measured, promised, kept }) =>
				`<tr><th>${escape(label)}</th><td>${escape(measured)}${kept ? '' : `<br><span class="bad">promised: ${escape(promised)}</span>`}</td><td class="mark ${kept ? 'good">✓' : 'bad">✗'}</td></tr>`,
		)
		.join('')}</table>`;

const escape = (text: string): string =>
	text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&quot;');
