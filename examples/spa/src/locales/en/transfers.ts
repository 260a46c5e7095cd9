/** English: transfers. */

export default {} as const;
