/** English: people. */

export default {} as const;
