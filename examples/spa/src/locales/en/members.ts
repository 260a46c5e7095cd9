/** English: members. */

export default {} as const;
