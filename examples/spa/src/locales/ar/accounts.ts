/** Arabic: accounts. */

export default {};
