/** English: profile. */

export default {} as const;
