/** A video to create: its name, whose extension selects the container, and arguments for ffmpeg. */
export interface Film {
	readonly name: string;
	readonly args: readonly string[];
	/** Its source: `tone` adds sound, `film` is a video created before. */
	readonly from?: 'picture' | 'tone' | 'film';
}

const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const OUT_OF_ORDER = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-bf', '3'];
const X265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:pools=1'];
const COPY = ['-c', 'copy'];
const AAC = ['-c:a', 'aac'];
const flags = (names: string): string[] => ['-movflags', names];
const shown = (times: string): string[] => ['-vf', `setpts=${times}`, '-vsync', 'vfr'];

const film = (name: string, ...args: string[]): Film => ({ name, args });
const withSound = (name: string, ...args: string[]): Film => ({ name, args, from: 'tone' });
const ofFilm = (name: string, ...args: string[]): Film => ({ name, args, from: 'film' });

/** The source of videos that are made without re-encoding. */
export const FIRST = withSound('first.mp4', ...OUT_OF_ORDER, '-g', '10', ...AAC);

export const FILMS: readonly Film[] = [
	// Codecs
	film('h264-baseline.mp4', ...X264, '-profile:v', 'baseline'),
	film('h264-out-of-order.mp4', ...OUT_OF_ORDER),
	film('h264-10-bit.mp4', ...X264, '-pix_fmt', 'yuv420p10le'),
	film('h264-422.mp4', ...X264, '-pix_fmt', 'yuv422p'),
	film('h264-444.mp4', ...X264, '-pix_fmt', 'yuv444p'),
	film('h264-rgb.mp4', '-c:v', 'libx264rgb', '-preset', 'ultrafast'),
	film('h264-lossless.mp4', ...X264, '-qp', '0'),
	film('h264-interlaced.mp4', ...X264, '-flags', '+ildct', '-x264-params', 'tff=1'),
	film('h264-avc3.mp4', ...X264, '-tag:v', 'avc3'),
	film('hevc-hvc1.mp4', ...X265, '-tag:v', 'hvc1'),
	film('hevc-hev1.mp4', ...X265, '-tag:v', 'hev1'),
	film('hevc-10-bit.mp4', ...X265, '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1'),
	film('hevc.mov', ...X265, '-tag:v', 'hvc1'),
	film('vp9.mp4', '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'),
	film('av1.mp4', '-c:v', 'libaom-av1', '-strict', '-2', '-cpu-used', '8', '-frames:v', '4'),
	film('mpeg4.mp4', '-c:v', 'mpeg4'),
	film('mpeg4-out-of-order.mp4', '-c:v', 'mpeg4', '-bf', '2'),
	film('xvid.mp4', '-c:v', 'libxvid'),
	film('mjpeg.mp4', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'),
	film('mjpeg.mov', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj422p'),
	film('mpeg2.mp4', '-c:v', 'mpeg2video'),
	film('mpeg1.mp4', '-c:v', 'mpeg1video'),
	film('png.mov', '-c:v', 'png'),
	film('prores-proxy.mov', '-c:v', 'prores_ks', '-profile:v', 'proxy'),
	film('prores-422.mov', '-c:v', 'prores_ks', '-profile:v', 'standard'),
	film('prores-4444.mov', '-c:v', 'prores_ks', '-profile:v', '4444', '-pix_fmt', 'yuva444p10le'),
	film('dnxhr.mov', '-c:v', 'dnxhd', '-profile:v', 'dnxhr_sq', '-pix_fmt', 'yuv422p', '-s', '256x120'),
	film('animation.mov', '-c:v', 'qtrle'),
	film('uncompressed.mov', '-c:v', 'rawvideo', '-pix_fmt', 'uyvy422', '-s', '64x48'),
	film('jpeg2000.mov', '-c:v', 'jpeg2000', '-s', '64x48', '-frames:v', '3'),
	film('h263.3gp', '-c:v', 'h263', '-s', '176x144'),

	// Containers of the MP4 family
	film('header-first.mp4', ...X264, ...flags('+faststart')),
	film('fragments.mp4', ...X264, '-g', '5', ...flags('frag_keyframe+empty_moov')),
	film('fragments-behind-a-part.mp4', ...X264, '-g', '5', ...flags('frag_keyframe')),
	film('fragments-of-a-picture.mp4', ...X264, ...flags('frag_every_frame+empty_moov')),
	film('fragments-from-the-box.mp4', ...X264, ...flags('frag_keyframe+empty_moov+default_base_moof')),
	film('fragments-without-an-offset.mp4', ...X264, ...flags('frag_keyframe+empty_moov+omit_tfhd_offset')),
	film('fragments-out-of-order.mp4', ...OUT_OF_ORDER, ...flags('frag_keyframe+delay_moov')),
	film('fragments-with-an-index.mp4', ...X264, ...flags('dash+frag_keyframe+empty_moov+global_sidx')),
	withSound('fragments-with-sound.mp4', ...X264, ...AAC, ...flags('frag_keyframe+empty_moov')),
	withSound('fragments-apart.mp4', ...X264, ...AAC, ...flags('frag_keyframe+empty_moov+separate_moof')),
	film('smooth.ismv', ...X264),
	film('m4v.m4v', ...X264),
	film('mov.mov', ...X264),
	film('mov-as.mp4', ...X264, '-f', 'mov'),
	film('mp4-as.mov', ...X264, '-f', 'mp4'),
	film('phone.3gp', ...X264),
	film('phone.3g2', ...X264),
	withSound('portable.mp4', ...X264, ...AAC, '-f', 'psp', '-r', '30000/1001'),
	film('player.m4v', ...X264, '-f', 'ipod'),
	film('flash.f4v', ...X264, '-f', 'f4v'),
	film('brand-of-another.mp4', ...X264, '-brand', 'XAVC'),
	film('many-remarks.mp4', ...X264, ...flags('use_metadata_tags'), '-metadata', `remark=${'a'.repeat(3000)}`),
	film('time-code.mov', ...X264, '-timecode', '01:00:00:00'),
	film('ticks.mp4', ...X264, '-video_track_timescale', '90000'),

	// Sound and other tracks
	withSound('aac.mp4', ...X264, ...AAC),
	withSound('mp3.mp4', ...X264, '-c:a', 'libmp3lame'),
	withSound('ac3.mp4', ...X264, '-c:a', 'ac3'),
	withSound('alac.mov', ...X264, '-c:a', 'alac'),
	withSound('pcm.mov', ...X264, '-c:a', 'pcm_s16le'),
	withSound('opus.mp4', ...X264, '-c:a', 'libopus', '-strict', '-2', '-ar', '48000'),
	withSound('sound-alone.m4a', '-vn', ...AAC),
	withSound('sound-first.mp4', '-map', '1', '-map', '0', ...X264, ...AAC),
	withSound('longer-sound.mp4', ...X264, '-frames:v', '5', ...AAC),
	withSound('two-sounds.mp4', '-map', '0', '-map', '1', '-map', '1', ...X264, ...AAC),
	film('two-pictures.mp4', '-map', '0', '-map', '0', ...X264),
	film('three-pictures.mov', '-map', '0', '-map', '0', '-map', '0', ...X264),

	// Times
	ofFilm('edit-list.mp4', '-ss', '0.5', ...COPY),
	ofFilm('edit-list-without-sound.mp4', '-ss', '0.6', ...COPY, '-an'),
	ofFilm('edit-list.mov', '-ss', '0.3', ...COPY),
	ofFilm('cut-to-half.mp4', '-t', '0.5', ...COPY),
	ofFilm('without-an-edit-list.mp4', ...COPY, '-use_editlist', '0'),
	ofFilm('negative-offsets.mp4', ...COPY, ...flags('negative_cts_offsets')),
	film('begins-later.mp4', ...X264, '-output_ts_offset', '0.7'),
	film('held-first-picture.mp4', ...X264, ...shown('PTS+if(gt(N\\,0)\\,2/TB\\,0)')),
	film('held-last-picture.mp4', ...X264, ...shown('PTS+if(gt(N\\,23)\\,2/TB\\,0)')),
	film('slows-down.mp4', ...X264, ...shown('PTS*(1+N/25)')),
	film('some-left-out.mp4', ...X264, '-vf', 'select=mod(n\\,4)', '-vsync', 'vfr'),
	film(
		'held-in-fragments.mp4',
		...X264,
		...shown('PTS+if(gt(N\\,9)\\,1/TB\\,0)'),
		...flags('frag_keyframe+empty_moov'),
	),
	film('one-a-second.mp4', ...X264, '-r', '1'),
	film('sixty-a-second.mp4', ...X264, '-r', '60'),
	film('ntsc.mp4', ...X264, '-r', '30000/1001'),
	film('cinema.mov', ...X264, '-r', '24000/1001'),
	film('a-single-picture.mp4', ...X264, '-frames:v', '1'),
	film('slow.mp4', ...X264, ...shown('PTS*100')),

	// Sides
	ofFilm('turned-right.mp4', ...COPY, '-metadata:s:v', 'rotate=90'),
	ofFilm('turned-left.mp4', ...COPY, '-metadata:s:v', 'rotate=270'),
	ofFilm('on-its-head.mp4', ...COPY, '-metadata:s:v', 'rotate=180'),
	ofFilm('turned.mov', ...COPY, '-metadata:s:v', 'rotate=90'),
	ofFilm(
		'turned-in-fragments.mp4',
		...COPY,
		'-metadata:s:v',
		'rotate=90',
		...flags('frag_keyframe+empty_moov'),
	),
	film('odd-sides.mp4', ...X264, '-pix_fmt', 'yuv444p', '-s', '123x77'),
	film('cropped-sides.mp4', ...X264, '-s', '126x70'),
	film('small.mp4', ...X264, '-s', '2x2'),
	film('wide-pixels.mp4', ...X264, '-vf', 'setsar=4/3'),
	film('narrow-pixels.mov', ...X264, '-vf', 'setsar=8/9'),
	film('upright.mp4', ...X264, '-s', '72x128'),
	film('4k.mp4', ...X264, '-s', '3840x2160', '-frames:v', '1'),

	// Videos that no slot takes
	film('h264.mkv', ...X264),
	film('vp8.webm', '-c:v', 'libvpx', '-deadline', 'realtime'),
	film('mpeg4.avi', '-c:v', 'mpeg4'),
	film('h264.ts', ...X264),
	film('mpeg2.mpg', '-c:v', 'mpeg2video'),
	film('h264.flv', ...X264),
	film('wmv.wmv', '-c:v', 'wmv2'),
	film('theora.ogv', '-c:v', 'libtheora'),
	film('film.gif', '-s', '64x48'),
];
