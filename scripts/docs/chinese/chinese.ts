import type { Language } from '../language';
import { ERROR_TEXTS } from './errorTexts';
import { KINDS } from './failureKinds';
import { FORM_TEXTS } from './formTexts';
import { PROSE } from './prose';
import { WORDS } from './words';

/** Chinese of the English texts in the code, both without the full stop at the end. */
const TEXTS: Readonly<Record<string, string>> = { ...FORM_TEXTS, ...ERROR_TEXTS };

export const CHINESE: Language = {
	folder: 'zh-CN/',
	toDocs: '../',
	/** A text without a translation stays English. A test finds it. */
	text: (english) => TEXTS[english.replace(/\.$/, '')] ?? english,
	sentences: (texts) =>
		texts
			.filter((text) => text !== undefined && text !== '')
			.map((text) => `${text?.replace(/[.。]$/, '')}。`)
			.join(''),
	prose: PROSE,
	kinds: KINDS,
	words: WORDS,
};

/** Whether a text of the form or of the tables of errors has a Chinese translation. */
export const isTranslated = (english: string): boolean => english.replace(/\.$/, '') in TEXTS;
