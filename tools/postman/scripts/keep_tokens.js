// After every response: stores the tokens in it, which replace the earlier ones.
// Checks the path first, because a response may be CSV or PDF.
if (pm.response.code === 200 && /\/users\/(login|token\/refresh)\/$/.test(pm.request.url.getPath()) && pm.response.json().access) {
  const {access, refresh} = pm.response.json();
  pm.collectionVariables.set('access', access);
  pm.collectionVariables.set('refresh', refresh);
}
