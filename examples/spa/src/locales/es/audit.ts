/** Spanish: audit. */

export default {};
