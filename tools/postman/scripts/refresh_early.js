// Before every request: an access token that expires within a minute is refreshed first.
const claims = token => JSON.parse(require('buffer').Buffer.from(token.split('.')[1], 'base64'));
const access = pm.collectionVariables.get('access');
const refresh = pm.collectionVariables.get('refresh');
const aboutTokens = /\/users\/(login|token\/refresh|logout)\/$/.test(pm.request.url.getPath());
if (access && refresh && !aboutTokens && claims(access).exp - Date.now() / 1000 < 60) {
  pm.sendRequest({
    url: pm.variables.replaceIn('{{base_url}}/api/users/token/refresh/'),
    method: 'POST',
    header: {'Content-Type': 'application/json'},
    body: {mode: 'raw', raw: JSON.stringify({refresh})},
  }, (error, response) => {
    // If the refresh is rejected, the request itself returns the error.
    if (error || response.code !== 200) return;
    pm.collectionVariables.set('access', response.json().access);
    pm.collectionVariables.set('refresh', response.json().refresh);
  });
}
