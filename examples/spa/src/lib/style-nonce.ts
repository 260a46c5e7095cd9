/** The nonce of this page's Content-Security-Policy. Styles that scripts add to the page are blocked without it. */

declare global {
  /** Read by react-remove-scroll, which Mantine's dialogs use. */
  var __webpack_nonce__: string | undefined;
}

export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
}

globalThis.__webpack_nonce__ = styleNonce();
