/** Arabic: transfers. */

export default {};
