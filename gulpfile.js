const { src, dest } = require('gulp');

/** Copies what the compiler leaves out: icons and the codex file, each to its place in `dist`. */
function assets() {
	return src(['icons/*.svg', 'nodes/**/*.node.json'], { base: '.', encoding: false }).pipe(dest('dist'));
}

exports.assets = assets;
