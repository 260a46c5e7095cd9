/** Spanish: people. */

export default {};
