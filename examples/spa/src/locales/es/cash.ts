/** Spanish: cash. */

export default {};
