/** English: till. */

export default {} as const;
