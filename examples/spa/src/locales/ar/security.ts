/** Arabic: security. */

export default {};
