/** Arabic: transactions. */

export default {};
