import type { FailureKind } from '../../nodes/WanVideoEdit/failure/failure';
import type { KindFacts } from './failureKinds';
import type { Prose } from './prose';

/** A language of the generated pages. Names in the form stay English, as n8n shows them. */
export interface Language {
	/** Folder of its pages below `docs/`: empty, or with a slash at its end. */
	readonly folder: '' | 'zh-CN/';
	/** The way from `folder` to `docs/`. */
	readonly toDocs: '' | '../';
	/** A text of the form or of the tables of errors. */
	text(english: string): string;
	/** Sentences, one after another, each with its full stop. */
	sentences(texts: ReadonlyArray<string | undefined>): string;
	readonly words: Words;
	readonly prose: Readonly<Record<string, Prose>>;
	readonly kinds: Readonly<Record<FailureKind, KindFacts>>;
}

/** The fixed texts of the generated pages. */
export interface Words {
	/** Title of the page of an operation. */
	title(operation: string, label: string): string;
	resource(resource: string, operation: string): string;
	readonly colon: string;
	readonly comma: string;
	/** Between the names of formats. */
	readonly listComma: string;
	readonly semicolon: string;

	readonly operations: string;
	readonly parameters: string;
	readonly files: string;
	readonly output: string;
	readonly tips: string;
	readonly filesIntro: string;
	readonly sources: string;
	picture(label: string): string;
	readonly pictureNote: string;
	form(label: string): string;
	model(name: string, otherNames: readonly string[], billed: 'input and output' | 'output'): string;

	collectionIntro(name: string): string;
	entryTitle(label: string): string;
	entryIntro(name: string): string;
	readonly required: string;
	byDefault(value: string): string;
	shownWhen(
		conditions: ReadonlyArray<{ readonly label: string; readonly values: readonly string[] }>,
	): string;
	readonly on: string;
	readonly off: string;

	characters(max: number): string;
	exactly(max: number): string;
	inAll(min: number, max: number): string;
	number(isWhole: boolean, min: number, max: number | undefined): string;

	megabytes(max: number): string;
	seconds(min: number | undefined, max: number): string;
	sides(min: number, max: number): string;
	shape(max: number): string;
	frameRate(min: number): string;
	readonly opaquePng: string;
	links(schemes: readonly string[], isAscii: boolean): string;
	readonly maskVideo: string;
	readonly maskImage: string;

	readonly errors: string;
	readonly errorsIntro: string;
	readonly kindsTitle: string;
	readonly kindsIntro: string;
	kind(facts: KindFacts): string;
	readonly codesTitle: string;
	readonly codesIntro: string;
	readonly messagesTitle: string;
	readonly messagesIntro: string;
	readonly canSucceedLater: string;
	readonly billedIfAccepted: string;
	readonly billedIfSucceeds: string;
}
