// CloudFront Function (cloudfront-js-2.0) of every page: /x/ is the object
// x/index.html, and /x, a name without an extension, is redirected to /x/. A page
// that is not in the bucket falls to the API's $default, which must know the
// visitor's host as on /api/*, so the headers of viewer.js are written here too:
// CloudFront runs one function per behaviour.
// infra/template.yaml holds a copy of this file; a test compares them.
function handler(event) {
  var request = event.request;
  var host = request.headers.host ? request.headers.host.value : '';
  Object.keys(request.headers).forEach(function (name) {
    if (name.toLowerCase().startsWith('x-maillage-')) delete request.headers[name];
  });
  request.headers['x-maillage-host'] = { value: host.toLowerCase().replace(/:\d+$/, '') };
  request.headers['x-maillage-ip'] = { value: event.viewer.ip };
  var name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (name !== '' && name.indexOf('.') < 0) {
    // One slash at the start: two would lead to another host.
    var path = '/' + request.uri.replace(/^[\/\\]+/, '') + '/';
    return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: path } } };
  }
  if (name === '') request.uri += 'index.html';
  return request;
}
