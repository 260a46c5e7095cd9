/** Spanish: security. */

export default {};
