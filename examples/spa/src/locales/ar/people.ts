/** Arabic: people. */

export default {};
