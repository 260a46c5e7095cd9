/** English: reports. */

export default {} as const;
