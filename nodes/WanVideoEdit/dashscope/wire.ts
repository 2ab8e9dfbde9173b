/**
 * The data sent and received. Every field of a response may be missing: Alibaba Cloud's pages disagree about
 * most of them, so these types describe only the shape.
 *
 * Sources: SEED (guide), ALI-27, ALI-VACE, ALI-TASK (API references, 2026).
 */

/** `POST /api/v1/services/aigc/video-generation/video-synthesis`, wan2.7-videoedit (SEED, ALI-27). */
export interface Wan27Body {
	model: string;
	input: {
		prompt?: string;
		negative_prompt?: string;
		media: Array<{ type: 'video' | 'reference_image'; url: string }>;
	};
	parameters?: {
		resolution?: string;
		ratio?: string;
		/** Seconds; 0 = whole input. */
		duration?: number;
		audio_setting?: string;
		prompt_extend?: boolean;
		watermark?: boolean;
		seed?: number;
	};
}

/** `POST /api/v1/services/aigc/video-generation/video-synthesis`, VACE (SEED, ALI-VACE). */
export interface VaceBody {
	model: string;
	input: {
		/** E.g. `video_edit`; each mode has its own. */
		function: string;
		prompt: string;
		video_url?: string;
		ref_images_url?: string[];
		mask_image_url?: string;
		mask_video_url?: string;
		/** Frame that the mask was painted on; the first is 1. */
		mask_frame_id?: number;
		first_clip_url?: string;
		last_clip_url?: string;
		first_frame_url?: string;
		last_frame_url?: string;
	};
	parameters?: {
		obj_or_bg?: string[];
		/** `width*height` */
		size?: string;
		control_condition?: string;
		strength?: number;
		mask_type?: string;
		expand_ratio?: number;
		expand_mode?: string;
		top_scale?: number;
		bottom_scale?: number;
		left_scale?: number;
		right_scale?: number;
		prompt_extend?: boolean;
		watermark?: boolean;
		seed?: number;
	};
}

export type CreateTaskBody = Wan27Body | VaceBody;

/** Statuses of a task. The canceled one occurs in both spellings; SUSPENDED is only known from the SDKs. */
export const TASK_STATUSES = [
	'PENDING',
	'RUNNING',
	'SUSPENDED',
	'SUCCEEDED',
	'FAILED',
	'CANCELED',
	'CANCELLED',
	'UNKNOWN',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** `output` of the response to a create request or query. Times are `YYYY-MM-DD HH:mm:ss.SSS` in UTC+8. */
export interface TaskOutput {
	task_id?: string;
	task_status?: string;
	submit_time?: string;
	scheduled_time?: string;
	end_time?: string;
	/** Signed link to the MP4, valid for 24 hours. SUCCEEDED only. */
	video_url?: string;
	orig_prompt?: string;
	/** The rewritten prompt, if rewriting was on. */
	actual_prompt?: string;
	/** FAILED only, and sometimes missing. */
	code?: string;
	message?: string;
	task_metrics?: { TOTAL?: number; SUCCEEDED?: number; FAILED?: number };
}

/** `usage` of a finished task. Seconds. */
export interface TaskUsage {
	/** wan2.7: billed seconds, input + output. */
	duration?: number;
	input_video_duration?: number;
	output_video_duration?: number;
	video_count?: number;
	SR?: number | string;
	/** VACE: billed seconds, output. */
	video_duration?: number;
	video_ratio?: string;
}

/** Response to `GET /api/v1/tasks/{task_id}` and to a create request. */
export interface TaskResponse {
	request_id?: string;
	output?: TaskOutput;
	usage?: TaskUsage;
	code?: string;
	message?: string;
}

/** One row of `GET /api/v1/tasks/`. Times are epoch milliseconds. It has no link and no prompt. */
export interface TaskListRow {
	api_key_id?: string;
	caller_parent_id?: string;
	caller_uid?: string;
	gmt_create?: number;
	start_time?: number;
	end_time?: number;
	model_name?: string;
	region?: string;
	request_id?: string;
	status?: string;
	task_id?: string;
	user_api_unique_key?: string;
}

/** Response to `GET /api/v1/tasks/` (ALI-TASK): flat, without `output`. */
export interface TaskListResponse {
	total?: number;
	total_page?: number;
	page_no?: number;
	page_size?: number;
	request_id?: string;
	data?: TaskListRow[];
	code?: string;
	message?: string;
}

/** `data` of `GET /api/v1/uploads?action=getPolicy` (ALI-UP). Numbers may be numeric strings. */
export interface UploadPolicy {
	policy?: string;
	signature?: string;
	/** Directory of the object key, without a trailing slash. */
	upload_dir?: string;
	upload_host?: string;
	/** How long the policy is valid. */
	expire_in_seconds?: number | string;
	max_file_size_mb?: number | string;
	capacity_limit_mb?: number | string;
	oss_access_key_id?: string;
	x_oss_object_acl?: string;
	x_oss_forbid_overwrite?: string;
}

/** Response to `GET /api/v1/uploads?action=getPolicy`: the payload is in `data`, not in `output`. */
export interface UploadPolicyResponse {
	request_id?: string;
	data?: UploadPolicy;
	code?: string;
	message?: string;
}
