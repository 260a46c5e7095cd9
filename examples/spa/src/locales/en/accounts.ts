/** English: accounts. */

export default {} as const;
