/** Spanish: profile. */

export default {};
