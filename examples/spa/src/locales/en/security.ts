/** English: security. */

export default {} as const;
