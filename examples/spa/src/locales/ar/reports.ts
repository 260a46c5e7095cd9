/** Arabic: reports. */

export default {};
