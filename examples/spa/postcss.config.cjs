/** Mantine's CSS extensions, such as nesting. */

module.exports = { plugins: { "postcss-preset-mantine": {} } };
