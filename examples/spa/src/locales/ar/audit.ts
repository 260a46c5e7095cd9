/** Arabic: audit. */

export default {};
