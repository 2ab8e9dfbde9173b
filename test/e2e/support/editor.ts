import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { OWNER } from './api';

/** Debian's. */
const CHROMIUM = '/usr/bin/chromium';

const SCREEN = { width: 1440, height: 1000 };
/** The longest form does not scroll on it. */
const TALL_SCREEN = { width: 1440, height: 2000 };

/** On a small laptop, with n8n beside another window. */
const NARROW_SCREEN = { width: 800, height: 800 };

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** n8n's editor in a headless browser, logged in. */
export class Editor {
	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		/** Names of hosts outside this machine that the editor asked for; it does not get there. */
		readonly outsideHosts: readonly string[],
		private readonly url: string,
	) {}

	static async open(url: string): Promise<Editor> {
		if (!existsSync(CHROMIUM)) throw new Error('Chromium is not installed');
		const browser = await chromium.launch({
			executablePath: CHROMIUM,
			args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
		});
		try {
			const context = await browser.newContext({ viewport: SCREEN });
			context.setDefaultTimeout(120_000);
			const outside: string[] = [];
			await context.route(/.*/, async (route) => {
				const { hostname } = new URL(route.request().url());
				if (hostname === '127.0.0.1' || hostname === '') return await route.continue();
				outside.push(hostname);
				await route.abort();
			});
			const page = await context.newPage();
			const editor = new Editor(browser, page, outside, url);
			await editor.logIn();
			return editor;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	/** Through the form: the session is bound to the browser's own id. */
	private async logIn(): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.locator('input[autocomplete="email"]').fill(OWNER.email);
		await this.page.locator('input[type=password]').fill(OWNER.password);
		await this.part('form-submit-button').click();
		await this.page.waitForURL((address) => !address.pathname.includes('signin'));
	}

	part(testId: string, within: Page | Locator = this.page): Locator {
		return within.locator(`[data-test-id="${testId}"]`);
	}

	async openNewWorkflow(): Promise<void> {
		// The editor asks nothing about what the last one left unsaved.
		await this.page.goto('about:blank');
		await this.page.goto(`${this.url}/workflow/new`);
		await this.part('canvas-add-button').waitFor();
	}

	/** Opens a workflow and in it the panel of a node. */
	async openNode(workflowId: string, name: string): Promise<Locator> {
		await this.page.goto(`${this.url}/workflow/${workflowId}`);
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		const panel = this.part('ndv');
		await panel.waitFor();
		await this.part('parameter-input-operation', panel).waitFor();
		return panel;
	}

	/** The fields of the open panel. The settings of the node are among them, on a tab that is hidden. */
	private fields(panel: Locator): Locator {
		return this.part('node-parameters', panel).locator('.parameter-item, .multi-parameter');
	}

	/** Labels of the fields that the open panel shows, in their order. */
	async labels(panel: Locator): Promise<string[]> {
		return await this.fields(panel).evaluateAll((shown) =>
			shown
				.filter((field): field is HTMLElement => field instanceof HTMLElement && field.offsetParent !== null)
				.map((field) => field.innerText.split('\n')[0] ?? ''),
		);
	}

	/** What each 'Add Option' of the form offers, in its order. */
	async offers(panel: Locator): Promise<string[][]> {
		const all: string[][] = [];
		const adds = this.part('collection-parameter-add', panel);
		// The editor draws a collection after its label. Some forms have none.
		await adds
			.first()
			.waitFor({ timeout: 3_000 })
			.catch(() => undefined);
		for (const add of await adds.all()) {
			await add.click();
			const offers = this.page.locator('[data-test-id="collection-parameter-option"]:visible');
			await offers.first().waitFor();
			all.push(await offers.allInnerTexts());
			await this.page.keyboard.press('Escape');
			await offers.first().waitFor({ state: 'hidden' });
		}
		return all;
	}

	/** Turns a switch. */
	async flip(panel: Locator, parameter: string): Promise<void> {
		await this.part(`parameter-input-${parameter}`, panel)
			.locator('.el-switch, [role=switch]')
			.first()
			.click();
	}

	async narrow(): Promise<void> {
		await this.page.setViewportSize(NARROW_SCREEN);
		await this.page.waitForTimeout(300);
	}

	async widen(): Promise<void> {
		await this.page.setViewportSize(SCREEN);
	}

	/** The field for a text. */
	input(form: Locator, parameter: string): Locator {
		return this.part(`parameter-input-${parameter}`, form).locator('input, textarea').first();
	}

	/** An entry of the list that is open. */
	entry(label: string): Locator {
		return this.page.locator('.el-select-dropdown__item:visible', { hasText: label }).first();
	}

	/** Chooses an entry of a list in the open panel. */
	async choose(panel: Locator, parameter: string, entry: string): Promise<void> {
		await this.part(`parameter-input-${parameter}`, panel).click();
		await this.entry(entry).click();
	}

	/** Closes what n8n says in the corner: it covers the panel. */
	async closeMessages(): Promise<void> {
		const crosses = this.page.locator('.el-notification__closeBtn:visible');
		while ((await crosses.count()) > 0) {
			await crosses.first().click();
			await this.page.waitForTimeout(500);
		}
	}

	async screenshot(target: Locator, theme: Theme, file: string): Promise<void> {
		await this.switchTo(theme);
		await target.screenshot({ path: file, animations: 'disabled' });
	}

	/** Of the form in the open panel, without what is beside it. */
	async screenshotForm(panel: Locator, theme: Theme, file: string): Promise<void> {
		await this.page.setViewportSize(TALL_SCREEN);
		// Fields show buttons below it.
		await this.page.mouse.move(0, 0);
		await this.switchTo(theme);
		const boxes = await this.fields(panel).evaluateAll((fields) =>
			fields.map((field) => field.getBoundingClientRect()).filter(({ height }) => height > 0),
		);
		const [{ x, width }] = boxes as [DOMRect];
		const top = (await panel.boundingBox())?.y ?? 0;
		const bottom = Math.max(...boxes.map((box) => box.bottom));
		const clip = { x: x - 16, y: top + 42, width: width + 32, height: bottom - top - 42 + 16 };
		await this.page.screenshot({ path: file, animations: 'disabled', clip });
		await this.page.setViewportSize(SCREEN);
	}

	/** Opens a workflow with everything in sight. */
	async openCanvas(workflowId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}`);
		await this.part('canvas-node').first().waitFor();
		await this.part('zoom-to-fit').click();
		await this.page.waitForTimeout(1000);
	}

	/** Of the nodes and notes on the open canvas, without what the editor lays over it. */
	async screenshotCanvas(file: string): Promise<void> {
		await this.switchTo('light');
		const overlay = ['canvas-controls', 'canvas-minimap', 'execute-workflow-button', 'command-bar-button'];
		overlay.push('node-creator-plus-button', 'add-sticky-button', 'toggle-focus-panel-button');
		const hidden = overlay.map((testId) => `[data-test-id="${testId}"]`).join();
		const style = await this.page.addStyleTag({ content: `${hidden} { visibility: hidden }` });
		await this.page.mouse.move(0, 0);
		const boxes = await this.page
			.locator('[data-test-id="canvas-node"], [data-test-id="sticky"]')
			.evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect()));
		const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
		const right = Math.max(...boxes.map((box) => box.right));
		const bottom = Math.max(...boxes.map((box) => box.bottom));
		// Names stand below the nodes and are wider; a bolt stands before the first, and a line with a button after the last.
		const clip = { x: left - 48, y: top - 24, width: right - left + 168, height: bottom - top + 72 };
		await this.page.screenshot({ path: file, animations: 'disabled', clip });
		await style.evaluate((element) => element.parentNode?.removeChild(element));
	}

	/** The editor follows the system's theme. */
	private async switchTo(theme: Theme): Promise<void> {
		await this.page.emulateMedia({ colorScheme: theme });
		await this.page.waitForTimeout(300);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
