/** Arabic: dashboard. */

export default {};
