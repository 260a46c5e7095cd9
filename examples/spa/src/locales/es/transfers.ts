/** Spanish: transfers. */

export default {};
