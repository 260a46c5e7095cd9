/** Spanish: transactions. */

export default {};
