// CloudFront Function (cloudfront-js-2.0) of every page: /x/ is the object
// x/index.html in the folder of the host, and /x, a name without an extension, is
// redirected to /x/. A page that is not in the bucket falls to the API's $default
// (functions/web/missing.go), which must know the visitor's host as on /api/*, so
// the headers of viewer.js are written here too: CloudFront runs one function per
// behaviour. Queries reach no origin; the two that mean something are read here.
// infra/template.yaml holds a copy of this file and fills in the next two lines; a
// test compares them.
var zoneDomains = '${ZoneDomains}'.split(','); // hosts with a folder of their own; any other is in main/
var adminDomain = '${AdminDomain}'; // its bucket has no folders
function handler(event) {
  var request = event.request;
  var query = request.querystring || {};
  var host = (request.headers.host ? request.headers.host.value : '').toLowerCase().replace(/:\d+$/, '');
  Object.keys(request.headers).forEach(function (name) {
    if (name.toLowerCase().startsWith('x-maillage-')) delete request.headers[name];
  });
  request.headers['x-maillage-host'] = { value: host };
  request.headers['x-maillage-ip'] = { value: event.viewer.ip };
  var name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (name !== '' && name.indexOf('.') < 0) {
    // One slash at the start: two would lead to another host.
    return redirect(301, 'Moved Permanently', '/' + request.uri.replace(/^[\/\\]+/, '') + '/');
  }
  var folder = host && zoneDomains.indexOf(host) >= 0 ? '/' + host : '/main';
  if (host === adminDomain) folder = '';
  // "Find my committee" without a script: to the page of the first two digits.
  var code = query.code ? query.code.value.replace(/\+|%20/g, '') : '';
  if (folder === '/main' && /^\d{2,}$/.test(code) && (request.uri === '/trouver/' || request.uri === '/en/find/')) {
    return redirect(302, 'Found', request.uri + code.slice(0, 2) + '/');
  }
  if (name === '') request.uri += folder && oldQuery(query) || 'index.html';
  request.uri = folder + request.uri;
  return request;
}
function redirect(status, words, path) {
  return { statusCode: status, statusDescription: words, headers: { location: { value: path } } };
}
// Old sites of WordPress tell pages by the query alone, /?p=12: an object that no
// bucket has, so that $default answers.
function oldQuery(query) {
  var name = ['p', 'page_id', 'attachment_id', 'cat', 'tag', 'author', 'feed'].filter(function (name) {
    return query[name] && /^[\w-]{1,80}$/.test(query[name].value);
  })[0];
  return name && '_' + name + '=' + query[name].value;
}
