/** Spanish: members. */

export default {};
