/** Arabic: members. */

export default {};
