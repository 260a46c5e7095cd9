/** English: auth. */

export default {} as const;
