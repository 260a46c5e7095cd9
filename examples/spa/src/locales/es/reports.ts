/** Spanish: reports. */

export default {};
