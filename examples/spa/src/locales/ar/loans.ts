/** Arabic: loans. */

export default {};
