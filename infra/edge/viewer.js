// CloudFront Function (cloudfront-js-2.0) of /api/* on every host: tells the
// gateway who asks and for which host. These headers carry authority, so
// whatever a visitor sent under the same prefix is thrown away first.
// infra/template.yaml holds a copy of this file; a test compares them.
function handler(event) {
  var request = event.request;
  var host = request.headers.host ? request.headers.host.value : '';
  Object.keys(request.headers).forEach(function (name) {
    if (name.toLowerCase().startsWith('x-maillage-')) delete request.headers[name];
  });
  request.headers['x-maillage-host'] = { value: host.toLowerCase().replace(/:\d+$/, '') };
  request.headers['x-maillage-ip'] = { value: event.viewer.ip };
  return request;
}
