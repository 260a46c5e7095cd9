/** Mantine's additions to CSS, among them nesting. */

module.exports = { plugins: { "postcss-preset-mantine": {} } };
