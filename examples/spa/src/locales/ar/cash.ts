/** Arabic: cash. */

export default {};
