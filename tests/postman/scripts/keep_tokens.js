// After every answer: the tokens in it are those that count from now on.
if (pm.response.code === 200 && pm.response.json().access && /\/users\/(login|token\/refresh)\/$/.test(pm.request.url.getPath())) {
  const {access, refresh} = pm.response.json();
  pm.collectionVariables.set('access', access);
  pm.collectionVariables.set('refresh', refresh);
}
