/** The headers that the host of the built application must send. `deploy/nginx/` sends the same. */

/** The build writes this text into index.html. The host replaces it in each response by a new random nonce. */
export const NONCE_PLACEHOLDER = "__CSP_NONCE__";

/** `api` is the origin of the API, or empty if it is the application's own. */
export function headers({ nonce, api = "" }: { nonce: string; api?: string }): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // Mantine writes the theme's variables and responsive sizes into <style> elements, which have the nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "manifest-src 'self'",
    `connect-src ${api || "'self'"}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return {
    "Content-Security-Policy": policy.join("; "),
    "Permissions-Policy": [
      ...["publickey-credentials-create=(self)", "publickey-credentials-get=(self)"],
      ...["camera=()", "display-capture=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"],
    ].join(", "),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
  };
}
