/** Arabic: till. */

export default {};
