/** English: dashboard. */

export default {} as const;
