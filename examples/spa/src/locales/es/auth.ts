/** Spanish: auth. */

export default {};
