/** Arabic: profile. */

export default {};
