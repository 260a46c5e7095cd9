/** Spanish: till. */

export default {};
