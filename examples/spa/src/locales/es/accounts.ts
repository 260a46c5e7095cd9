/** Spanish: accounts. */

export default {};
