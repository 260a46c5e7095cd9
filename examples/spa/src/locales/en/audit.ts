/** English: audit. */

export default {} as const;
