/** The signing helpers of the official SDK, which has no types and does not export them. */
declare module 'ali-oss/lib/common/signUtils' {
	interface Signed {
		headers: Record<string, unknown>;
		/** Null for a bare name. */
		queries?: Record<string, string | number | null>;
	}
	export function getCanonicalRequest(
		method: string,
		request: Signed,
		bucketName: string,
		objectName: string,
		additionalHeaders: string[],
	): string;
	export function getStringToSign(region: string, date: string, canonicalRequest: string): string;
	export function getSignatureV4(
		accessKeySecret: string,
		day: string,
		region: string,
		stringToSign: string,
	): string;
	export function authorizationV4(
		accessKeyId: string,
		accessKeySecret: string,
		region: string,
		method: string,
		request: Signed,
		bucketName: string,
		objectName: string,
		additionalHeaders?: string[],
	): string;
	export function fixAdditionalHeaders(additionalHeaders?: string[]): string[];
}
