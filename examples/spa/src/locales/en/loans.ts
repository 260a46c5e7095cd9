/** English: loans. */

export default {} as const;
