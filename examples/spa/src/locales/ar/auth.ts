/** Arabic: auth. */

export default {};
