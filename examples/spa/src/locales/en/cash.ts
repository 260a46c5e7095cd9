/** English: cash. */

export default {} as const;
