/** Spanish: loans. */

export default {};
