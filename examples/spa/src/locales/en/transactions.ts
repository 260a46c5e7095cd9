/** English: transactions. */

export default {} as const;
