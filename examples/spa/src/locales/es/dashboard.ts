/** Spanish: dashboard. */

export default {};
