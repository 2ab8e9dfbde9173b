/** Chinese of descriptions and hints in the form, without the full stop at the end. */
export const FORM_TEXTS: Readonly<Record<string, string>> = {
	'Change the style, objects or content of a video with a prompt and reference images':
		'用提示词和参考图修改视频的风格、物体或内容',
	'Model that edits the video': '编辑视频的模型',
	'Whether the video is a link or a file from a previous node': '视频是链接，还是前面节点的文件',
	'A file from a previous node': '前面节点的文件',
	'A link that Alibaba Cloud can fetch': '阿里云可以访问的链接',
	'Link to the video to edit: MP4 or MOV, 2 to 10 seconds, up to 100 MB':
		'要编辑的视频的链接：MP4 或 MOV，2 到 10 秒，不超过 100 MB',
	'Name of the input field with the file': '存放文件的输入字段的名称',
	'What to change, in up to 5,000 characters. Optional if there is a reference image':
		'要修改什么，不超过 5,000 个字符。有参考图时可以不填',
	'Up to four images of objects, clothes or a style to apply: JPEG, PNG without transparency, BMP or WEBP':
		'最多四张图片，展示要使用的物体、服装或风格：JPEG、不带透明的 PNG、BMP 或 WEBP',
	'Whether the file is a link or a file from a previous node': '是链接，还是前面节点的文件',
	'Link to the image. Takes several links too, one per line or comma-separated, or an expression that returns a list':
		'图片的链接。也可以填写多个链接，每行一个或以逗号分隔，或返回列表的表达式',
	'Say in the prompt what to take from each image': '在提示词中说明从每张图片取什么',
	'Name of the input field with the file. Takes several comma-separated names too':
		'存放文件的输入字段的名称。也可以填写多个名称，以逗号分隔',
	'Resolution of the result': '结果的分辨率',
	'Costs more per second than 720P': '每秒的单价高于 720P',
	'Whether to wait for the finished video. If off, returns the task ID immediately':
		'是否等待成片。关闭时立即返回任务 ID',
	'Whether to download the finished video as a file, to see it here and to pass it to the next node. If off, returns only its link, which expires after 24 hours':
		'是否把成片下载为文件，以便在这里查看并交给下一个节点。关闭时只返回链接，链接 24 小时后失效',
	'Name of the output field for the file': '存放文件的输出字段的名称',
	'What must not appear in the video, in up to 500 characters': '视频中不能出现什么，不超过 500 个字符',
	'Aspect ratio of the result. If not set, close to that of the input video':
		'结果的宽高比。不设置时接近输入视频的宽高比',
	'Seconds to edit from the start of the video, 2 to 10. 0 edits the whole video':
		'从视频开头起编辑多少秒，2 到 10。0 表示编辑整段视频',
	'How to handle the sound': '如何处理声音',
	'The model decides from the prompt and may generate new sound': '由模型根据提示词决定，可能生成新的声音',
	'Keeps the sound of the input video': '保留输入视频的声音',
	'Whether Alibaba Cloud rewrites the prompt with a language model before editing the video':
		'编辑视频之前，阿里云是否用语言模型改写提示词',
	'The same number makes the results of repeated requests similar. Random if not set':
		'同一个数字会使重复请求的结果相似。不设置时随机',
	'Whether to add a small "AI generated" mark in the lower right corner': '是否在右下角添加“AI 生成”的小标记',
	'Whether to send files through your own Alibaba Cloud OSS bucket instead of temporary storage. Recommended for production. Its credential is at the top of this form':
		'是否通过您自己的阿里云 OSS Bucket 而不是临时存储发送文件。推荐用于生产环境。它的凭证在表单顶部',
	'How long to wait for the video, in minutes. Fractions are allowed': '等待视频多少分钟，可以是小数',
	'What to do when the timeout has passed. The task itself keeps running at Alibaba Cloud':
		'超时后怎么办。任务本身仍在阿里云运行',
	'The item fails; the error contains its task ID': '该条数据失败，错误中含有任务 ID',
	'The item returns the current status of the task': '该条数据返回任务的当前状态',
	'How often to check the status of the task': '多久查询一次任务状态',
	'Checks every few seconds': '每隔几秒查询',
	'Checks rarely, for long batches': '很少查询，适合大批量',
	'Checks often, for short clips': '频繁查询，适合短片段',
	'Whether stopping the workflow cancels the task. Only tasks that have not started can be canceled':
		'停止工作流时是否取消任务。只有尚未开始的任务可以取消',
	'How many tasks of one execution run at the same time. Alibaba Cloud processes 5 at a time for this model':
		'一次执行中同时运行多少个任务。对这个模型，阿里云同时处理 5 个',
	'Maximum seconds that Alibaba Cloud may bill for all calls of this tool in one execution. A call that could exceed it creates no task':
		'一次执行中，阿里云对这个工具的所有调用最多可计费多少秒。可能超出的调用不会创建任务',
	'Maximum seconds that Alibaba Cloud may bill for this node in one execution, over all items and runs. If they could exceed it, no task is created':
		'一次执行中，阿里云对这个节点最多可计费多少秒，包括所有数据项和所有轮次。如果可能超出，则不创建任何任务',
	'Whether to check everything and return the estimated price and the request, without uploading a file or creating a task':
		'是否只做全部检查，并返回估算的计费和请求内容，不上传文件，也不创建任务',
	'Name of the video file. If not set, consists of the operation and the task ID':
		'视频文件的名称。不设置时由操作和任务 ID 组成',
	"Whether to keep the input item's fields beside those of the result": '是否在结果旁保留输入数据的字段',
	'Whether n8n downloads linked files and uploads them for Alibaba Cloud. Use it for links that Alibaba Cloud cannot reach, or only slowly':
		'是否由 n8n 下载链接的文件并为阿里云上传。用于阿里云无法访问或访问很慢的链接',
	'Whether to check the format, size and length of linked media before the task is created. Files from previous nodes are always checked':
		'创建任务之前，是否检查链接媒体的格式、大小和时长。前面节点的文件总会被检查',
	'Whether n8n may fetch links to hosts in its own network': '是否允许 n8n 访问其内部网络主机上的链接',
	'How files reach Alibaba Cloud': '文件如何到达阿里云',
	'Small reference images are sent in the request itself, all other files through temporary storage':
		'较小的参考图随请求发送，其余文件走临时存储',
	'Alibaba Cloud fetches the file from this n8n instance, which must be reachable from the internet':
		'阿里云从这个 n8n 获取文件，因此 n8n 必须可从互联网访问',
	"Alibaba Cloud's free upload storage: files are kept for 48 hours, for tests and light use":
		'阿里云的免费上传存储：文件保留 48 小时，用于测试和少量使用',
	'Whether to store the finished video in your OSS bucket. The original link expires after 24 hours':
		'是否把成片存入您的 OSS Bucket。原链接 24 小时后失效',
	'How long links to files in your OSS bucket stay valid': '指向您的 OSS Bucket 中文件的链接的有效期',
	'Whether to return a simplified version of the response instead of the raw data':
		'是否返回简化的响应，而不是原始数据',
	'Combine up to three images of subjects and a background in a new 5-second video':
		'把最多三张主体和背景图片组合成一段新的 5 秒视频',
	'What happens in the video, in up to 800 characters': '视频中发生什么，不超过 800 个字符',
	'One to three images of subjects, at most one of them a background': '一到三张主体图片，其中背景最多一张',
	'Works best with each subject alone on a plain background, and a background without the subjects':
		'最佳做法：每张主体图只有一个主体且背景干净，背景图中不含主体',
	'What the image shows': '图片展示什么',
	'The scene behind the subjects': '主体后面的场景',
	'A person, an animal or an object': '人、动物或物体',
	'Width and height of the result. 1280 × 720 if not set': '结果的宽和高。不设置时为 1280 × 720',
	'ID of another model. wan2.1-vace-plus if not set': '其他模型的 ID。不设置时为 wan2.1-vace-plus',
	'How many tasks of one execution run at the same time. Alibaba Cloud processes 2 at a time for this model':
		'一次执行中同时运行多少个任务。对这个模型，阿里云同时处理 2 个',
	'Keep the motion or composition of a video and give it a new look': '保留视频的动作或构图，改变画面外观',
	'Link to the video to repaint: MP4, up to 5 seconds and 50 MB':
		'要重绘的视频的链接：MP4，不超过 5 秒和 50 MB',
	'What the new video shows, in up to 800 characters': '新视频展示什么，不超过 800 个字符',
	'Describe the whole scene in detail, also what stays the same': '详细描述整个场景，包括保持不变的部分',
	'One image whose subject replaces the subject of the video': '一张图片，其主体替换视频中的主体',
	'Works best with the subject alone on a plain background': '最佳做法：只有一个主体且背景干净',
	'Which features of the video to keep': '保留视频的哪些特征',
	'Body motion and detailed facial expression': '肢体动作和细致的面部表情',
	'Body motion without the face': '肢体动作，不含面部',
	'Composition and moving outlines. Keeps the structure of the scene': '构图和运动的轮廓。保留场景的结构',
	'Line structure. Keeps the edges': '线条结构。保留边缘',
	'How closely to follow the video, 0 to 1. A low value gives more freedom':
		'跟随视频的程度，0 到 1。值越小越自由',
	'Whether Alibaba Cloud rewrites the prompt with a language model before editing the video. Alibaba Cloud recommends leaving it off for this operation':
		'编辑视频之前，阿里云是否用语言模型改写提示词。对这项操作，阿里云建议保持关闭',
	'Add, remove or change objects in a masked region and leave the rest unchanged':
		'在蒙版标出的区域添加、移除或修改物体，其余部分保持不变',
	'Link to the video to edit: MP4, up to 5 seconds and 50 MB': '要编辑的视频的链接：MP4，不超过 5 秒和 50 MB',
	'What the edited video shows, in up to 800 characters': '编辑后的视频展示什么，不超过 800 个字符',
	'One image whose content fills the region': '一张图片，用其内容填充该区域',
	'What marks the region to edit': '用什么标出要编辑的区域',
	'You paint the region on one frame': '您在一帧上画出区域',
	'The mask shows the region in every frame': '蒙版在每一帧都标出区域',
	'Whether the mask is a link or a file from a previous node': '蒙版是链接，还是前面节点的文件',
	'Link to the mask. It must have the same width and height as the video; a mask video also the same length and frame rate':
		'蒙版的链接。宽高必须与视频相同；蒙版视频的长度和帧率也必须相同',
	'White areas are edited, black areas are kept': '白色区域被编辑，黑色区域保留',
	'Whether the region moves with its target': '区域是否随目标移动',
	'The region stays where it is': '区域保持不动',
	'The region follows the motion of its target': '区域跟随目标的运动',
	'Number of the frame on which you painted the mask. 1 is the first frame': '蒙版画在第几帧上。1 为第一帧',
	'How far the region expands beyond the mask, 0 to 1. A low value follows the target more tightly':
		'区域向蒙版之外扩展多少，0 到 1。值越小，跟随目标越紧',
	'Shape of the region around a mask that follows the motion': '跟随运动的蒙版周围的区域形状',
	'A rectangle around the region': '区域周围的矩形',
	'A polygon around the region': '区域周围的多边形',
	'The unchanged shape of the mask': '蒙版原来的形状',
	'Which motion of the video to keep. None if not set': '保留视频的哪种动作。不设置时不保留',
	'Body motion and facial expression': '肢体动作和面部表情',
	'Composition and moving outlines': '构图和运动的轮廓',
	'Extend a clip or an image forwards or backwards to a 5-second video':
		'把片段或图片向后或向前延展成 5 秒的视频',
	'The result is 5 seconds long in total, including the clips': '结果总长 5 秒，包括给定的片段',
	'What the video starts with': '视频以什么开头',
	'A clip of up to 3 seconds that the video starts with': '作为视频开头的片段，不超过 3 秒',
	'An image that the video starts with': '作为视频开头的图片',
	'The video starts freely': '视频自由开头',
	'Whether the start is a link or a file from a previous node': '开头是链接，还是前面节点的文件',
	'Link to the clip (MP4, up to 3 seconds and 50 MB) or the image that the video starts with':
		'作为视频开头的片段（MP4，不超过 3 秒和 50 MB）或图片的链接',
	'What the video ends with. Two clips may be up to 3 seconds long together':
		'视频以什么结尾。两段片段合计不超过 3 秒',
	'A clip of up to 3 seconds that the video ends with': '作为视频结尾的片段，不超过 3 秒',
	'An image that the video ends with': '作为视频结尾的图片',
	'The video ends freely': '视频自由结尾',
	'Whether the end is a link or a file from a previous node': '结尾是链接，还是前面节点的文件',
	'Link to the clip (MP4, up to 3 seconds and 50 MB) or the image that the video ends with':
		'作为视频结尾的片段（MP4，不超过 3 秒和 50 MB）或图片的链接',
	'A video whose motion the result follows. It must have the same frame rate and size as the clips':
		'结果所跟随的动作视频。帧率和宽高必须与片段相同',
	'Link to the video': '视频的链接',
	"Which motion of the motion video to keep. Required with 'Motion Video'":
		'保留动作视频的哪种动作。使用 Motion Video 时必填',
	'Expand the frame of a video beyond its edges': '把视频的画面延续到边缘之外',
	'Link to the video to expand: MP4, up to 5 seconds and 50 MB':
		'要扩展的视频的链接：MP4，不超过 5 秒和 50 MB',
	'What the expanded video shows, in up to 800 characters': '扩展后的视频展示什么，不超过 800 个字符',
	'The aspect ratio to expand the video to, equally on both sides': '把视频扩展到哪种宽高比，两侧相等',
	'Set how far each side expands': '设置每一侧扩展多少',
	'How far to expand the video at the top, 1 to 2. For example, 1.5 adds half of its height':
		'视频向上扩展多少，1 到 2。例如 1.5 增加其高度的一半',
	'How far to expand the video at the bottom, 1 to 2. For example, 1.5 adds half of its height':
		'视频向下扩展多少，1 到 2。例如 1.5 增加其高度的一半',
	'How far to expand the video at the left, 1 to 2. For example, 1.5 adds half of its width':
		'视频向左扩展多少，1 到 2。例如 1.5 增加其宽度的一半',
	'How far to expand the video at the right, 1 to 2. For example, 1.5 adds half of its width':
		'视频向右扩展多少，1 到 2。例如 1.5 增加其宽度的一半',
	'Get the status and result of a task by its ID, and optionally wait for it':
		'按 ID 查询任务的状态和结果，也可以等待它完成',
	'The task, as an operation of the Video resource created it. Tasks are kept for 24 hours':
		'资源 Video 的操作所创建的任务。任务保留 24 小时',
	'The task, as an operation of the Video resource created it. Tasks are kept for 24 hours. Several IDs, in order, are pieces of one video: their results are joined':
		'资源 Video 的操作所创建的任务。任务保留 24 小时。按顺序填写多个 ID 时，它们是同一个视频的片段：结果会被合并',
	'Whether to wait for the finished video. If off, returns the current status':
		'是否等待成片。关闭时返回当前状态',
	'List the tasks that the account has created in the last 24 hours': '列出账号最近 24 小时创建的任务',
	'Whether to return all results or only up to a given limit': '是返回全部结果，还是不超过给定的数量',
	'Max number of results to return': '最多返回多少个结果',
	'Only tasks created before this time. At most 24 hours after the start time':
		'只列出在此时间之前创建的任务。最多比开始时间晚 24 小时',
	'Only tasks of this model': '只列出这个模型的任务',
	'Only tasks created after this time. Tasks are kept for 24 hours':
		'只列出在此时间之后创建的任务。任务保留 24 小时',
	'Only tasks with this status': '只列出处于这个状态的任务',
	'Remove a task from the queue. Only tasks that have not started can be canceled':
		'把任务移出队列。只有尚未开始的任务可以取消',
	'What to do with a video that is longer than the operation takes. Cutting keeps the quality: nothing is encoded again':
		'视频超过这项操作的时长时怎么办。裁剪不损失画质：不重新编码',
	'Edit the whole video in pieces, each paid, and join the results into one video':
		'把整个视频分段编辑，每段都计费，再把结果合并成一个视频',
	'The item fails before anything is paid': '在付费之前，该数据项失败',
	'Use the first seconds, as many as fit': '使用开头的若干秒，尽可能长',
	'Second of the video at which the used part starts: at the nearest key frame before it':
		'从视频的第几秒开始使用：从它之前最近的关键帧开始',
	'Which sound to put under the result, whose video comes without any. Needs Download Video or Archive Result':
		'给无声的成片配上什么声音。需要 Download Video 或 Archive Result',
	'The sound of another file: M4A, MP4 or MOV with AAC': '另一个文件的声音：带 AAC 的 M4A、MP4 或 MOV',
	'The result is silent': '成片没有声音',
	'Whether the sound is a link or a file from a previous node': '声音是链接，还是前面节点的文件',
	'Link to the file with the sound: M4A, MP4 or MOV with AAC. n8n downloads it':
		'含有声音的文件的链接：带 AAC 的 M4A、MP4 或 MOV。由 n8n 下载',
	'The sound of the input video': '输入视频的声音',
	'A shape to describe with numbers, or a region with a name': '用数字描述的形状，或有名称的区域',
	'Distance from the left edge, in percent of the picture, 0 to 100':
		'到左边缘的距离，画面的百分比，0 到 100',
	'Distance from the top edge, in percent of the picture, 0 to 100': '到上边缘的距离，画面的百分比，0 到 100',
	'Width of the shape, in percent of the picture, 0 to 100': '形状的宽度，画面的百分比，0 到 100',
	'Height of the shape, in percent of the picture, 0 to 100': '形状的高度，画面的百分比，0 到 100',
	'Corners in order, each as x,y in percent of the picture, separated by spaces':
		'依次排列的顶点，每个写作 x,y（画面的百分比），用空格分隔',
	'Whether to make the mask fit: cut soft edges and grays at half, take transparency as black, and scale it to the size of the video. For files, and for links that n8n checks or downloads':
		'是否让蒙版符合要求：柔和的边缘和灰色从一半处分成黑白，透明当作黑色，并缩放到视频的宽高。适用于文件，以及 n8n 检查或下载的链接',
	'Whether to swap black and white: to edit everything but the masked region':
		'是否交换黑白：编辑蒙版区域以外的一切',
	'Whether to return the mask that was sent as well, as a file in the field mask':
		'是否同时返回发送的蒙版，作为字段 mask 中的文件',
	'Rectangles, ellipses and polygons: no file is needed': '矩形、椭圆和多边形：不需要文件',
	'What to edit. All numbers are percent of the picture, counted from its top left corner. Overlapping shapes are united':
		'编辑的区域。所有数字都是画面的百分比，从左上角算起。重叠的形状会合并',
};
