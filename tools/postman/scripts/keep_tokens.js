// After every answer: the tokens in it are those that count from now on.
// The path first: a CSV or a PDF is no JSON.
if (pm.response.code === 200 && /\/users\/(login|token\/refresh)\/$/.test(pm.request.url.getPath()) && pm.response.json().access) {
  const {access, refresh} = pm.response.json();
  pm.collectionVariables.set('access', access);
  pm.collectionVariables.set('refresh', refresh);
}
